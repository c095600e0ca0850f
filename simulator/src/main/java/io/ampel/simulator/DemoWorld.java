package io.ampel.simulator;

/** A small company with every situation a pull request can be in. */
final class DemoWorld {
  private DemoWorld() {}

  static void fill(World world) {
    GeneratedWorld.fill(world, 7, 12, 3);
  }
}
