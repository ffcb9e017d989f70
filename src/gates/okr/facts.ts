import type { Change } from '../../model/change.ts'
import type { Fact } from '../../model/gate.ts'
import type { Source } from '../../model/source.ts'
import type { Contribution } from './contribution.ts'
import { foldId } from './objective-id.ts'
import type { Registry } from './registry.ts'
import type { Tag } from './tags.ts'

/** For each objective: its share of the change, how it was named, and its key results. Rests on the registry when nothing is served. */
export function contributionFact(served: readonly Contribution[], registry: Registry, change: Change): Fact {
  const own = served.flatMap(({ objective, tags }): Source[] => [
    { kind: 'git', commit: change.trunk.commit, path: objective.path, line: objective.line },
    ...tags.map((tag) => tag.source),
  ])
  return {
    id: 'okr.contribution',
    title: 'Contribution to objectives',
    value: served.map(({ objective, share, tags }) => ({
      okr: objective.id,
      objective: objective.objective,
      share,
      ...(objective.owner === undefined ? {} : { owner: objective.owner }),
      ...(objective.period === undefined ? {} : { period: objective.period }),
      keyResults: objective.keyResults,
      tags: tags.map(({ way, by, files }) => ({ way, by, files: files?.size ?? change.files.length })),
    })),
    sources: own.length > 0 ? own : registry.files.map((path) => ({ kind: 'git', commit: change.trunk.commit, path })),
  }
}

/** One statement that names a known objective. */
export function tagFact(tag: Tag, fileCount: number): Fact {
  return {
    id: `okr.tag:${foldId(tag.okr)}:${tag.way}:${tag.by}`,
    title: 'Objective named',
    value: { okr: tag.okr, way: tag.way, by: tag.by, files: tag.files?.size ?? fileCount },
    sources: [tag.source],
  }
}
