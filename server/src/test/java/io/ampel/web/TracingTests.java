package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A number for each request, in its log lines and in its answer. */
@AmpelTest
@Import(TracingTests.Talking.class)
@ExtendWith(OutputCaptureExtension.class)
class TracingTests {
  @LocalServerPort private int port;

  @TestConfiguration
  @RestController
  static class Talking {
    @GetMapping("/api/v1/talk")
    String talk() {
      LoggerFactory.getLogger("io.ampel.talk").info("talking");
      return "ok";
    }

    @GetMapping("/api/v1/fail")
    String fail() {
      throw new IllegalStateException("failing on purpose");
    }
  }

  private static String trace(java.net.http.HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Trace-Id").orElse("none");
  }

  @Test
  void theLogLineCarriesTheNumberThatTheAnswerTells(CapturedOutput output) {
    var ada = Visitor.first(port);
    var first = trace(ada.get("/api/v1/talk", "X-Trace-Id", "0123456789abcdef"));
    var second = trace(ada.get("/api/v1/talk"));
    assertThat(first).matches("[0-9a-f]{16}").isNotEqualTo("0123456789abcdef");
    assertThat(second).matches("[0-9a-f]{16}").isNotEqualTo(first);
    assertThat(output.getAll().lines().filter(line -> line.contains("talking")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("[" + first + "]"),
            line -> assertThat(line).contains("[" + second + "]"));

    var failed = ada.get("/api/v1/fail");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains(trace(failed)).doesNotContain("on purpose");
    assertThat(output.getAll()).contains("trace " + trace(failed));
  }
}
