package io.ampel.provider.gitlab;

import static io.ampel.provider.gitlab.GitLabRestNodes.list;
import static io.ampel.provider.gitlab.GitLabRestNodes.page;

import io.ampel.provider.gitlab.GitLabNodes.DiscussionNode;
import io.ampel.provider.gitlab.GitLabNodes.NoteNode;
import io.ampel.provider.gitlab.GitLabNodes.Position;
import io.ampel.provider.gitlab.GitLabRecords.Discussion;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Note;
import java.util.List;
import java.util.stream.Stream;

/** Conversations that REST tells, in the form in which GraphQL would have told them. */
final class GitLabRestTalks {
  private GitLabRestTalks() {}

  /** Only what can be resolved; the rest are remarks, and GitLab's own notices. */
  static List<DiscussionNode> of(MergeRequest told, List<Discussion> discussions) {
    return discussions.stream()
        .filter(talk -> notes(talk).anyMatch(note -> GitLabMapping.isTrue(note.resolvable())))
        .map(talk -> discussion(told, talk))
        .toList();
  }

  /** Each note has its own word on it; the conversation is over when all say so. */
  private static boolean isResolved(Discussion talk) {
    return notes(talk)
        .filter(note -> GitLabMapping.isTrue(note.resolvable()))
        .allMatch(note -> GitLabMapping.isTrue(note.resolved()));
  }

  private static Stream<Note> notes(Discussion talk) {
    return list(talk.notes());
  }

  private static DiscussionNode discussion(MergeRequest told, Discussion talk) {
    var notes = notes(talk).toList();
    return new DiscussionNode(
        talk.id(),
        true,
        isResolved(talk),
        notes.getFirst().createdAt(),
        page(notes.stream().limit(1).map(note -> note(told, note))),
        page(Stream.of(note(told, notes.getLast()))));
  }

  private static NoteNode note(MergeRequest told, Note note) {
    var position = note.position();
    var path =
        position == null
            ? null
            : position.newPath() == null ? position.oldPath() : position.newPath();
    return new NoteNode(
        note.body(),
        told.webUrl() == null ? null : told.webUrl() + "#note_" + note.id(),
        GitLabRestNodes.user(note.author()),
        path == null ? null : new Position(path));
  }
}
