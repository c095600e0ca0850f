package io.ampel.web;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Reads the words of a piece of Markdown without their marks. */
class PlainText extends AbstractVisitor {
  private final StringBuilder words = new StringBuilder();

  static String of(Node node) {
    var reader = new PlainText();
    node.accept(reader);
    return reader.words.toString();
  }

  @Override
  public void visit(Text text) {
    words.append(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    words.append(code.getLiteral());
  }
}
