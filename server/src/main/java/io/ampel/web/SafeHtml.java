package io.ampel.web;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/** HTML that has passed the sanitizer. A template prints it as it stands, with {@code ${html}}. */
public final class SafeHtml implements Content {
  private final String html;

  SafeHtml(String html) {
    this.html = html;
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(html);
  }

  @Override
  public String toString() {
    return html;
  }
}
