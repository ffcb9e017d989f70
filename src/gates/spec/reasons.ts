import type { ReasonKind } from '../../model/gate.ts'

export const specReasons = {
  'spec.unbound-surface': {
    level: 'block',
    title: 'Changed code is bound to no test',
    help: 'A card covers a file whose code changed, but no test is bound to that card. Mark the test that shows the behaviour with `@spec SPEC-142` in a comment, or with a decorator, annotation or tag. A warning while the coverage of the whole change is high enough.',
  },
  'spec.behaviour-without-card': {
    level: 'block',
    title: 'Changed code is under no card',
    help: 'No active Spec Card covers a file whose code changed. Add the file to the `surfaces` of the card that describes it, or write a card: `maestro spec draft` begins one. A draft has to become active; a card that only the trunk has counts once the trunk is merged into the branch. Code that became a link or a submodule is covered by no card, since what is behind it may change without anybody being asked. Not asked for with `required: none`. A warning while the coverage of the whole change is high enough.',
  },
  'spec.coverage-below': {
    level: 'block',
    title: 'Too little of the changed code is covered',
    help: 'The share of changed surfaces that an active card covers and a test is bound to is lower than `coverage` asks. The findings on single files say what is missing.',
  },
  'spec.orphaned-card': {
    level: 'block',
    title: 'No test is bound to a card',
    help: 'An active card has no test. It blocks when the change adds or edits the card or removes its last binding; otherwise it is a note. Bind a test to it, or make a new card a draft until there is one.',
  },
  'spec.unknown-id': {
    level: 'block',
    title: 'A test is bound to a card that does not exist',
    help: 'The id after `@spec` is no card’s. It blocks where the change edits the test file or deletes the card; otherwise it is a note. Correct the id or add the card.',
  },
  'spec.idle-binding': {
    level: 'block',
    title: 'A mark binds no test',
    help: 'An `@spec` stands where no test follows it in its file or group, or at a test that its runner leaves out whatever happens: `test.skip`, `it.todo`, `@pytest.mark.skip`, `t.Skip`, `@Disabled`, `#[ignore]`, `xit`, or one that is expected to fail. It shows nothing, so it does not count. A comment counts within a test, directly before a test or a group, behind one on the same line, or at the top of a file or group in which a test follows. It blocks where the change edits the file; otherwise it is a note. Put the mark where the test is that shows the behaviour, let that test run, or take the mark away.',
  },
  'spec.binding-removed': {
    level: 'block',
    title: 'The change removes the last binding of a card',
    help: 'Before the change a test was bound to an active card; after it none is. Bind the test that shows the behaviour now, or retire the card together with its code.',
  },
  'spec.card-weakened': {
    level: 'block',
    title: 'The change makes a card ask for less',
    help: 'An active card is deleted, retired or made a draft while its code is still there, if only under another path; it covers less than before; its code moved to where no card covers it or where changes owe no proof; or entries under `then` or `acceptance` are lost. An entry is lost when no new one is a rewording of it. A rewording has at least half of its letters in common (Dice’s coefficient of the runs of three letters in its words, 0.5) and keeps every number with its unit, every name of code and every quoted text, denies as often, turns nothing around (`most` and `least`, `before` and `after`, `all` and `some`, `accept` and `reject`, `enable` and `disable`), leaves out no strict word (`exactly`, `only`, `always`, `never`, `must`) and adds no hedge (`may`, `usually`, `unless`); it is a warning, as are other conditions under `given` or `when`. Nothing is lost that an active card with a test says of all the code that is left: so cards can be split, merged and renamed, which is a warning, too. That card may say it word for word, or reworded in an entry that is new and stands for no other; where it holds under other conditions, that is said. Code that was edited while it moved is known by its content: at least half of its runs of five words are in another file, or in several together of which each holds 4 % of them or has a fifth of what is new in it from there. Of a file with fewer than 24 such runs 12 have to be found again, or four fifths where that is less, and at least 3. Restore what is gone, or retire the card together with the code that it describes.',
  },
  'spec.card-without-code': {
    level: 'block',
    title: 'The change leaves a card without code',
    help: 'The surfaces of an active card matched code before the change, which removes or moves it or puts a link or a submodule in its place, and match none any more. Name in the card’s `surfaces` where the code is now, or retire the card together with the behaviour.',
  },
  'spec.duplicate-id': {
    level: 'block',
    title: 'Two cards have the same id',
    help: 'Only the first one counts. It blocks where the change edits one of the two files; otherwise it is a note. Give one of them a free id.',
  },
  'spec.card-invalid': {
    level: 'block',
    title: 'A card cannot be read in full',
    help: 'The file is no valid YAML, a key is misspelt, a value has the wrong form, or an active card lacks a part. Or the surfaces are too much to be matched: those of one file may stand for 100,000 characters of patterns, braces expanded, those of all files for 2,000,000; what is beyond does not count. It blocks where the change edits the file or brings the problem about; otherwise it is a note. What could be read still counts.',
  },
  'spec.unread': {
    level: 'note',
    title: 'Test files were not read',
    help: 'They are too large, binary or minified, so what they bind is not known, and what only they could prove stays unproven. Keep marked tests in files that people write.',
  },
} as const satisfies Readonly<Record<string, ReasonKind>>
