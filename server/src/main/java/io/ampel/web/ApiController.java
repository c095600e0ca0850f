package io.ampel.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/** The description of the REST interface for people, made of the very JSON that machines read. */
@Controller
class ApiController {
  private static final String JSON = "/v3/api-docs";
  private static final String PAGE = "/v3/docs";
  private final ObjectProvider<OpenApiWebMvcResource> description;
  private final JsonMapper json;
  private final Templates templates;

  ApiController(
      ObjectProvider<OpenApiWebMvcResource> description, JsonMapper json, Templates templates) {
    this.description = description;
    this.json = json;
    this.templates = templates;
  }

  @GetMapping(PAGE)
  JteModel show(Frame frame, HttpServletRequest request) throws JsonProcessingException {
    var told = description.getObject().openapiJson(new Asked(request), JSON, Locale.ENGLISH);
    return templates.webApi(ApiPage.of(frame, json.readTree(told)));
  }

  /** The description tells where it was asked for, which must not be this page. */
  private static final class Asked extends HttpServletRequestWrapper {
    Asked(HttpServletRequest request) {
      super(request);
    }

    @Override
    public StringBuffer getRequestURL() {
      var asked = super.getRequestURL();
      return new StringBuffer(asked.substring(0, asked.length() - PAGE.length()) + JSON);
    }
  }
}
