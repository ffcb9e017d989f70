import { writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usableFolder } from '../../src/cli/usable-folder.ts'
import { BadEnvironment } from '../../src/environment.ts'
import { scratchFolder } from '../git/scratch.ts'
import { temporary } from './command-line.ts'

describe('a folder that the environment names', () => {
  it('is made, with what is above it, and may be there already', async () => {
    const { dir } = temporary(scratchFolder())
    const folder = join(dir, 'a', 'b', 'c')
    await Promise.all([usableFolder(folder, 'DATA_DIR'), usableFolder(folder, 'DATA_DIR')])
    await usableFolder(folder, 'DATA_DIR')
    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  it('is refused where it cannot be made: below a file, and below /proc, where making it used to go on for ever', async () => {
    const { dir } = temporary(scratchFolder())
    writeFileSync(join(dir, 'file'), '')
    await expect(usableFolder(join(dir, 'file'), 'DATA_DIR')).rejects.toThrow(BadEnvironment)
    await expect(usableFolder(join(dir, 'file', 'below'), 'DATA_DIR')).rejects.toThrow('DATA_DIR')
    if (process.platform === 'linux') await expect(usableFolder('/proc/x', 'CACHE_DIR')).rejects.toThrow('CACHE_DIR: "/proc/x" is no folder')
  })
})
