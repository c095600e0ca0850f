package io.ampel.merge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.ampel.act.Rereading;
import io.ampel.identity.Audit;
import io.ampel.merge.MergeAttempts.Attempt;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequests;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Settles what a crash or a silent provider left open: reads again, never merges again. */
@Configuration(proxyBeanMethods = false)
class MergeTasks {
  private static final Logger log = LoggerFactory.getLogger(MergeTasks.class);

  /** Longer than any attempt can take, so that nobody is working on what is settled here. */
  static final Duration SILENT = Duration.ofMinutes(2);

  @Bean
  RecurringTask<Void> settleMerges(MergeSettling settling) {
    return Tasks.recurring("merge-settle", FixedDelay.ofSeconds(30))
        .execute((_, _) -> settling.settle(SILENT));
  }

  @Bean
  MergeSettling mergeSettling(
      MergeAttempts attempts,
      PullRequests pullRequests,
      ProviderAccounts accounts,
      Rereading rereading,
      MergeText text,
      Audit audit,
      TransactionTemplate transaction) {
    return new MergeSettling(attempts, pullRequests, accounts, rereading, text, audit, transaction);
  }

  /** What the provider shows now is the outcome. */
  record MergeSettling(
      MergeAttempts attempts,
      PullRequests pullRequests,
      ProviderAccounts accounts,
      Rereading rereading,
      MergeText text,
      Audit audit,
      TransactionTemplate transaction) {

    /** One that cannot be settled does not keep the others waiting. */
    void settle(Duration silent) {
      for (var attempt : attempts.unsettled(silent)) {
        try {
          settle(attempt);
        } catch (RuntimeException e) {
          log.warn("The merge {} cannot be settled now; it will be tried again", attempt.id(), e);
        }
      }
    }

    private void settle(Attempt attempt) {
      var answer = answer(attempt);
      transaction.executeWithoutResult(_ -> {
        attempts.finish(attempt.id(), answer);
        if (attempt.answer() != null && attempt.answer().outcome() == answer.outcome()) {
          return;
        }
        audit.record(
            attempt.person(),
            "pull-request.merge-settled",
            "pull-request",
            attempt.pullRequest(),
            Merging.told(answer),
            Map.of("head", attempt.headSha(), "answer", answer.outcome().name()));
      });
    }

    private MergeAnswer answer(Attempt attempt) {
      var seen = pullRequests.find(attempt.pullRequest());
      var account = attempt.account();
      if (seen.isEmpty() || account == null) {
        return MergeAnswer.refused(text.of("settled.notMerged"));
      }
      return accounts
          .find(account)
          .map(accounts::access)
          .map(access -> rereading.of(seen.get(), access))
          .map(result -> told(attempt, result))
          .orElseGet(() -> MergeAnswer.unknown(text.of("unknown", "")));
    }

    private MergeAnswer told(Attempt attempt, Rereading.Result result) {
      return switch (result) {
        case Rereading.Result.Read(var now) when now.facts().state() == PullRequest.State.MERGED ->
            MergeAnswer.merged(
                text.of(attempt.deleteBranch() ? "settled.branchKept" : "merged"), null);
        case Rereading.Result.Read _ -> MergeAnswer.refused(text.of("settled.notMerged"));
        case Rereading.Result.Failed _ when !attempt.asked() ->
            MergeAnswer.refused(text.of("settled.notMerged"));
        case Rereading.Result.Failed(var why) -> MergeAnswer.unknown(text.of("unknown", why));
      };
    }
  }
}
