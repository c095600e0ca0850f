package io.ampel.simulator.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Forge;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PullRequestListTests {
  private static final String LIST = "/repositories/acme/api/pullrequests";

  private final Simulator simulator = Simulator.start(0);
  private final Repository repository = simulator.world(Forge.BITBUCKET).repository("acme/api");
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static List<Integer> numbers(List<JsonNode> values) {
    return values.stream().map(each -> each.path("id").asInt()).toList();
  }

  @Test
  void tenAPageUnlessMoreAreAskedForAndFiftyAtMost() {
    IntStream.rangeClosed(1, 101).forEach(repository::pullRequest);
    var first = client.get(LIST).json();
    assertThat(first.path("values")).hasSize(10);
    assertThat(first.path("pagelen").asInt()).isEqualTo(10);
    assertThat(first.path("size").asInt()).isEqualTo(101);
    assertThat(first.path("page").asInt()).isEqualTo(1);
    assertThat(client.get(LIST + "?pagelen=50").json().path("values")).hasSize(50);
    for (var each : List.of("51", "100", "0", "many")) {
      var refused = client.get(LIST + "?pagelen=" + each);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("error").path("message").asString())
          .isEqualTo("Invalid pagelen");
    }
    assertThat(numbers(client.all(LIST + "?pagelen=50")))
        .hasSize(101)
        .doesNotHaveDuplicates()
        .startsWith(101, 100)
        .endsWith(1);
  }

  @Test
  void theLinkToTheNextPageIsFollowedAsItIs() {
    IntStream.rangeClosed(1, 12).forEach(repository::pullRequest);
    var next =
        client
            .get(LIST + "?state=OPEN&state=MERGED&fields=next,values.id")
            .json()
            .path("next")
            .asString();
    assertThat(next)
        .startsWith(simulator.bitbucketBase() + "/2.0" + LIST + "?")
        .contains("state=OPEN&state=MERGED", "fields=next,values.id")
        .doesNotContain("page=2");
    var second = client.follow(next).json();
    assertThat(second.path("values")).hasSize(2);
    assertThat(second.has("next")).isFalse();
    assertThat(client.get(LIST + "?page=" + Client.encoded("%%")).status()).isEqualTo(400);
  }

  @Test
  void onlyTheFieldsThatAreAskedForComeBack() {
    repository.pullRequest(1).requestReview("lena").approve("tariq");
    var usual = client.get(LIST).json().path("values").get(0);
    assertThat(usual.propertyNames())
        .containsExactlyInAnyOrder(
            "comment_count",
            "task_count",
            "type",
            "id",
            "title",
            "description",
            "state",
            "draft",
            "queued",
            "merge_commit",
            "close_source_branch",
            "closed_by",
            "author",
            "reason",
            "created_on",
            "updated_on",
            "destination",
            "source",
            "links",
            "summary");
    assertThat(usual.path("destination").path("branch").propertyNames()).containsExactly("name");
    var more =
        client
            .get(LIST + "?fields=" + Client.encoded("+values.participants,+values.reviewers"))
            .json();
    assertThat(more.has("size")).isTrue();
    var wide = more.path("values").get(0);
    assertThat(wide.has("title")).isTrue();
    assertThat(wide.path("reviewers").get(0).path("nickname").asString()).isEqualTo("lena");
    assertThat(wide.path("participants")).hasSize(2);
    var few =
        client
            .get(
                LIST
                    + "?fields=next,values.id,values.source,values.participants,"
                    + "values.destination.branch.merge_strategies")
            .json();
    assertThat(few.propertyNames()).containsExactly("values");
    var one = few.path("values").get(0);
    assertThat(one.propertyNames())
        .containsExactlyInAnyOrder("id", "source", "participants", "destination");
    assertThat(one.path("source").path("repository").path("full_name").asString())
        .isEqualTo("acme/api");
    assertThat(one.path("destination").path("branch").propertyNames())
        .containsExactly("merge_strategies");
    var fewer =
        client.get(LIST + "?fields=" + Client.encoded("-values.links,-values.summary")).json();
    assertThat(fewer.path("values").get(0).has("links")).isFalse();
    assertThat(fewer.path("values").get(0).has("title")).isTrue();
    var raw = client.get(LIST + "?fields=values.*.raw").json().path("values").get(0);
    assertThat(raw.path("summary").propertyNames()).containsExactly("raw");
    assertThat(raw.propertyNames()).doesNotContain("title", "links", "author");
    // The destination as a whole does not bring what is only there by name.
    assertThat(
            client
                .get(LIST + "?fields=values.destination")
                .json()
                .path("values")
                .get(0)
                .path("destination")
                .path("branch")
                .propertyNames())
        .containsExactly("name");
  }

  @Test
  void aPlusThatIsNotEncodedIsABlank() {
    repository.pullRequest(1);
    assertThat(client.get(LIST + "?fields=+values.participants").text()).isEqualTo("{}");
  }

  @Test
  void stateChoosesUnlessThereIsAQuery() {
    repository.pullRequest(1).merge("mira");
    repository.pullRequest(2).close();
    repository.pullRequest(3);
    assertThat(numbers(client.all(LIST))).containsExactly(3);
    assertThat(numbers(client.all(LIST + "?state=MERGED&state=DECLINED"))).containsExactly(2, 1);
    assertThat(numbers(client.all(LIST + "?state=OPEN&q=" + Client.encoded("id>0"))))
        .containsExactly(3, 2, 1);
    assertThat(numbers(client.all(LIST + "?q=" + Client.encoded("state=\"OPEN\" AND id > 0"))))
        .containsExactly(3);
    var closed = client.get(LIST + "/2").json();
    assertThat(closed.path("state").asString()).isEqualTo("DECLINED");
    assertThat(closed.path("closed_by").path("nickname").asString()).isEqualTo("ben");
    assertThat(client.get(LIST + "/1").json().path("state").asString()).isEqualTo("MERGED");
  }

  @Test
  void aQueryNarrows() {
    repository.pullRequest(1).title("Fix the cart").author("lena").updated(Duration.ofDays(3));
    repository.pullRequest(2).title("Add a basket").updated(Duration.ofHours(1));
    repository.pullRequest(3).title("Remove (old) things").draft().updated(Duration.ofMinutes(1));
    var since = java.time.Instant.now().minus(Duration.ofHours(2)).toString();
    assertThat(found("updated_on > " + since)).containsExactly(3, 2);
    assertThat(found("updated_on>" + since.replace("Z", "+00:00"))).containsExactly(3, 2);
    assertThat(found("title ~ \"CART\"")).containsExactly(1);
    assertThat(found("title ~ \"(old)\" OR author.nickname = \"lena\"")).containsExactly(3, 1);
    assertThat(found("draft = true")).containsExactly(3);
    assertThat(found("id IN (1, 3)")).containsExactly(3, 1);
    assertThat(found("(id = 1 OR id = 2) AND NOTHING = null")).containsExactly(2, 1);
    assertThat(found("destination.branch.name != \"main\"")).isEmpty();
    for (var wrong :
        List.of(
            "id >", "updated_on > yesterday", "id = 1 id", "participants.state = \"approved\"")) {
      assertThat(client.get(LIST + "?q=" + Client.encoded(wrong)).status())
          .as(wrong)
          .isEqualTo(400);
    }
    // An unencoded plus turns the time zone into a blank, which is no query.
    assertThat(client.get(LIST + "?q=updated_on%3E2026-01-01T00:00:00+00:00").status())
        .isEqualTo(400);
    assertThat(numbers(client.all(LIST + "?sort=updated_on&q=" + Client.encoded("state=\"OPEN\""))))
        .containsExactly(1, 2, 3);
    assertThat(client.get(LIST + "?sort=;drop").status()).isEqualTo(400);
  }

  private List<Integer> found(String query) {
    return numbers(client.all(LIST + "?q=" + Client.encoded(query)));
  }

  @Test
  void commitsGoByTwelveDigits() {
    var pr = repository.pullRequest(1);
    var shown = client.get(LIST).json().path("values").get(0);
    assertThat(shown.path("source").path("commit").path("hash").asString())
        .isEqualTo(pr.headSha().substring(0, 12));
    assertThat(shown.path("destination").path("commit").path("hash").asString())
        .isEqualTo(repository.branch("main").tip().substring(0, 12));
    repository.moveBase("main");
    assertThat(
            client
                .get(LIST + "/1")
                .json()
                .path("destination")
                .path("commit")
                .path("hash")
                .asString())
        .isEqualTo(repository.branch("main").tip().substring(0, 12));
  }

  @Test
  void reviewsAndBuildsDoNotTouchTheTimeOfTheLastUpdate() {
    var pr = repository.pullRequest(1).updated(Duration.ofDays(1));
    var before = client.get(LIST + "/1").json().path("updated_on").asString();
    pr.approve("lena").status("ci", io.ampel.simulator.CheckState.FAILED);
    repository.moveBase("main");
    assertThat(client.get(LIST + "/1").json().path("updated_on").asString()).isEqualTo(before);
    pr.push();
    assertThat(client.get(LIST + "/1").json().path("updated_on").asString()).isNotEqualTo(before);
  }

  @Test
  void ghostsForksAndOddTextsAreShown() {
    repository.pullRequest(1).ghostAuthor().title("Ж مرحبا 🦆").body("x".repeat(1_000_000));
    repository.pullRequest(2).fromForkOf("stranger");
    repository.pullRequest(3).fromForkOf("stranger").forkDeleted();
    var ghost = client.get(LIST + "/1").json();
    assertThat(ghost.path("author").isNull()).isTrue();
    assertThat(ghost.path("title").asString()).isEqualTo("Ж مرحبا 🦆");
    assertThat(ghost.path("summary").path("raw").asString()).hasSize(1_000_000);
    assertThat(
            client
                .get(LIST + "/2")
                .json()
                .path("source")
                .path("repository")
                .path("full_name")
                .asString())
        .isEqualTo("stranger/api");
    var orphan = client.get(LIST + "/3").json();
    assertThat(orphan.path("source").path("repository").isNull()).isTrue();
    assertThat(client.get(LIST + "/3/commits").status()).isEqualTo(404);
    assertThat(client.get(LIST + "/4").status()).isEqualTo(404);
    assertThat(client.get(LIST + "/x").status()).isEqualTo(404);
  }

  @Test
  void onePersonsPullRequestsOfAWorkspaceAreListed() {
    repository.pullRequest(1).author("ben");
    repository.pullRequest(2).author("lena");
    simulator.world(Forge.BITBUCKET).repository("acme/web").pullRequest(7).author("lena");
    assertThat(numbers(client.all("/workspaces/acme/pullrequests/lena")))
        .containsExactlyInAnyOrder(2, 7);
    assertThat(
            client
                .bearer(io.ampel.simulator.BitbucketTokens.WORKSPACE_ACCESS)
                .get("/workspaces/acme/pullrequests/lena")
                .status())
        .isEqualTo(403);
  }

  @Test
  void anEmptyRepositoryHasAnEmptyPage() {
    var empty = client.get(LIST).json();
    assertThat(empty.path("values").isEmpty()).isTrue();
    assertThat(empty.path("size").asInt()).isZero();
    assertThat(empty.has("next")).isFalse();
    assertThat(repository.pullRequests()).map(PullRequest::number).isEmpty();
  }
}
