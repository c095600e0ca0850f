package io.ampel.pullrequest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The words of reasons, notes, actors and next steps: one short sentence each. */
@Component
public class ReasonText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*Z");
  private final MessageSource messages;

  ReasonText(MessageSource messages) {
    this.messages = messages;
  }

  /** What stands in the way, for example {@code 1 of 2 approvals}. */
  public String of(Reason reason, Locale locale) {
    var sentence = say("reason." + reason.code(), reason.details(), locale);
    return reason.certain() ? sentence : say("reason.guessed", List.of(sentence), locale);
  }

  public String of(Note note, Locale locale) {
    return say("note." + note.code(), note.details(), locale);
  }

  /** What to do next, for example {@code Resolve the conflicts}. */
  public String action(Reason.Action action, Locale locale) {
    return say("action." + action, List.of(), locale);
  }

  /** Who must act: a name where there is one, otherwise the role. */
  public String actor(Actor actor, Locale locale) {
    return actor.name() == null
        ? say("actor." + actor.role(), List.of(), locale)
        : say("actor." + actor.role() + ".named", List.of(actor.name()), locale);
  }

  public String light(TrafficLight light, Locale locale) {
    return say("light." + light, List.of(), locale);
  }

  private String say(String key, List<String> details, Locale locale) {
    var words = details.stream().map(ReasonText::word).toArray();
    return messages.getMessage(key, words, locale);
  }

  /** Numbers choose singular and plural, instants are shown as a time of day. */
  private static Object word(String detail) {
    if (NUMBER.matcher(detail).matches()) {
      return Integer.valueOf(detail);
    }
    return MOMENT.matcher(detail).matches() ? TIME.format(Instant.parse(detail)) : detail;
  }
}
