package io.ampel.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param imageSources further hosts from which pages may show pictures, as CSP sources
 * @param bodyLimit how large a request body may be
 * @param hookBodyLimit how large one may be that a provider posts to a webhook
 */
@ConfigurationProperties("ampel.web")
record WebProperties(
    @DefaultValue List<String> imageSources,
    @DefaultValue("1MB") DataSize bodyLimit,
    @DefaultValue("5MB") DataSize hookBodyLimit) {}
