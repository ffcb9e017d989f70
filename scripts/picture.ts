import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo } from '../src/cli/demo/demo-play.ts'

/** `npm run picture`: docs/card.png, a pull request of the demo as its page shows it. Needs Chromium (CHROMIUM names it) and a font with emoji, such as Noto Color Emoji. */
const PULL = 2
const FLAGS =
  '--headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' ')

const demo = await startDemo({ port: 0 })
const profile = await mkdtemp(join(tmpdir(), 'picture-'))
try {
  const seen = new AbortController()
  await demo.play((row) => {
    if (row.number === PULL) seen.abort()
  }, seen.signal)
  const picture = fileURLToPath(new URL('../docs/card.png', import.meta.url))
  const chromium = spawn(
    process.env['CHROMIUM'] ?? 'chromium',
    [
      ...FLAGS,
      `--user-data-dir=${profile}`,
      '--window-size=1100,1000',
      '--force-device-scale-factor=1.5',
      `--screenshot=${picture}`,
      `${demo.url}/acme/shop/pull/${PULL}`,
    ],
    { stdio: 'ignore' },
  )
  const [code] = await once(chromium, 'close')
  if (code !== 0) throw new Error(`Chromium ended with ${code}`)
} finally {
  await demo.stop()
  await rm(profile, { recursive: true, force: true })
}
