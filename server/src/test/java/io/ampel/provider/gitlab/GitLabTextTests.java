package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said is said, and not done. */
class GitLabTextTests {

  @Test
  void aLineThatBeginsWithASlashIsNoCommand() {
    assertThat(GitLabText.spoken("/approve")).isEqualTo("\\/approve");
    assertThat(GitLabText.spoken("Please\n/close\r\n/merge now"))
        .isEqualTo("Please\n\\/close\n\\/merge now");
  }

  @Test
  void aSlashAnywhereElseStays() {
    assertThat(GitLabText.spoken("a/b\n see /close\n  /close"))
        .isEqualTo("a/b\n see /close\n  /close");
    assertThat(GitLabText.spoken("")).isEmpty();
  }

  @Test
  void codeIsLeftAsItIsWhereGitLabReadsItAsCode() {
    assertThat(GitLabText.spoken("```sh\n/usr/bin/env\n```\n/close"))
        .isEqualTo("```sh\n/usr/bin/env\n```\n\\/close");
    assertThat(GitLabText.spoken("~~~~\n/a\n~~~\n/b\n~~~~")).isEqualTo("~~~~\n/a\n~~~\n/b\n~~~~");
  }

  @Test
  void codeThatNobodyEndsIsNoneToGitLab() {
    assertThat(GitLabText.spoken("```\n/close")).isEqualTo("```\n\\/close");
  }
}
