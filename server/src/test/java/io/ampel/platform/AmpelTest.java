package io.ampel.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextCustomizerFactories;

/**
 * Boots the whole of Ampel for one test class: a random port, a fresh database, a random encryption
 * key, instances on loopback allowed. Nothing is shared with other classes.
 *
 * <pre>{@code
 * @AmpelTest
 * class SignInTests {
 *   @LocalServerPort int port;
 *   @Autowired JdbcClient jdbc;
 * }
 * }</pre>
 *
 * Addresses that are known only when the test runs, such as a simulator's, come by
 * {@code @DynamicPropertySource}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextCustomizerFactories(AmpelTestEnvironment.class)
@DirtiesContext
public @interface AmpelTest {

  @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
  String[] properties() default {};

  @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
  Class<?>[] classes() default {};
}
