import { evaluationFigures } from './evaluation.ts'
import { pipelineFigures } from './pipeline.ts'
import { replayFigures } from './replay.ts'
import { type Figure, table } from './table.ts'
import { webhookFigures } from './webhooks.ts'

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  webhooks: webhookFigures,
  pipeline: pipelineFigures,
  evaluation: evaluationFigures,
  replay: replayFigures,
}

/** `npm run bench [-- NAME…]`: prints one table. PostgreSQL has to answer at TEST_DATABASE_URL or on 127.0.0.1:5432. */
const wanted = process.argv.slice(2)
const figures: Figure[] = []
for (const [name, measure] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  figures.push(...(await measure()))
}
process.stdout.write(`${table(figures)}\n`)
