package io.ampel.web;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** Makes a stranger's text fit below our own headings and drops the comments of its template. */
class ForeignText extends AbstractVisitor {
  private static final String OPEN = "<!--";
  private static final String CLOSE = "-->";
  private static final int BELOW_OURS = 2;
  private static final int LOWEST = 6;

  static void tidy(Node text) {
    text.accept(new ForeignText());
  }

  @Override
  public void visit(Heading heading) {
    heading.setLevel(Math.min(LOWEST, heading.getLevel() + BELOW_OURS));
    visitChildren(heading);
  }

  @Override
  public void visit(HtmlBlock block) {
    block.setLiteral(withoutComments(block.getLiteral()));
    if (block.getLiteral().isBlank()) {
      block.unlink();
    }
  }

  @Override
  public void visit(HtmlInline inline) {
    inline.setLiteral(withoutComments(inline.getLiteral()));
  }

  /** One pass: a pattern would scan a text of many unclosed comments once for each of them. */
  static String withoutComments(String html) {
    var kept = new StringBuilder();
    var from = 0;
    for (var open = html.indexOf(OPEN); open >= 0; open = html.indexOf(OPEN, from)) {
      var close = html.indexOf(CLOSE, open + OPEN.length());
      if (close < 0) {
        break;
      }
      kept.append(html, from, open);
      from = close + CLOSE.length();
    }
    return kept.append(html, from, html.length()).toString();
  }

  /** How deeply a text is nested, found without recursion. */
  static int depth(Node root) {
    var deepest = 0;
    var depth = 0;
    @Nullable Node node = root;
    while (node != null) {
      deepest = Math.max(deepest, depth);
      if (node.getFirstChild() != null) {
        node = node.getFirstChild();
        depth++;
        continue;
      }
      while (node != null && node != root && node.getNext() == null) {
        node = node.getParent();
        depth--;
      }
      node = node == null || node == root ? null : node.getNext();
    }
    return deepest;
  }
}
