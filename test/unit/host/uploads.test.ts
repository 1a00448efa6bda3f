import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { newJob } from '../../../electron/host/jobs/journalled.ts'
import { openStaging } from '../../../electron/host/staging.ts'
import { keepUploads } from '../../../electron/host/uploads.ts'
import type { Job } from '../../../shared/job.ts'
import type { JobState } from '../../../shared/jobs.ts'
import { tempDir } from '../../support/tempDir.ts'
import { fakeClock } from './fakeClock.ts'
import { importDiff } from './requests.ts'

function start(maxBytes?: number) {
  const staging = openStaging(path.join(tempDir(), 'staging'))
  const clock = fakeClock()
  return {
    uploads: keepUploads(staging, maxBytes),
    upload: (name: string, bytes: number): string => {
      const folder = path.join(staging.folder, name)
      mkdirSync(folder)
      writeFileSync(path.join(folder, 'a.diff'), Buffer.alloc(bytes))
      return path.join(folder, 'a.diff')
    },
    job: (state: JobState, ...files: readonly string[]): Job => ({
      ...newJob(importDiff('a', ...files), clock),
      state,
    }),
  }
}

it('keeps what failed until it goes well, and then no longer', async () => {
  const { uploads, upload, job } = start()
  const file = upload('one', 10)
  await uploads.jobOver(job('failed', file), [])
  await uploads.jobOver(job('cancelled', file), [])
  expect(existsSync(file)).toBe(true)
  await uploads.jobOver(job('done', file), [])
  expect(existsSync(path.dirname(file))).toBe(false)
})

it('removes what was cancelled, unless a job that lives reads it', async () => {
  const { uploads, upload, job } = start()
  const [one, two] = [upload('one', 10), upload('two', 10)]
  await uploads.jobOver(job('cancelled', one, two), [job('running', two)])
  expect([existsSync(one), existsSync(two)]).toEqual([false, true])
})

it('lets the oldest go when what is kept takes too much room', async () => {
  const { uploads, upload, job } = start(25)
  const files = ['one', 'two', 'three'].map((name) => upload(name, 10))
  for (const file of files) await uploads.jobOver(job('failed', file), [])
  expect(files.map((file) => existsSync(file))).toEqual([false, true, true])
  const huge = upload('huge', 30)
  await uploads.jobOver(job('failed', huge), [])
  expect([...files, huge].filter((file) => existsSync(file))).toEqual([])
})
