import { describe, expect, it } from 'vitest'
import { hasFindings, jobText } from '../../../renderer/jobText.ts'
import {
  asChain,
  filesUpTo,
  folderCounts,
  isRestorable,
  lastPointOf,
  repairOf,
} from '../../../renderer/model/folderView.ts'
import { damageOf, verifiedOf } from '../../../renderer/model/verification.ts'
import { resultText } from '../../../renderer/resultText.ts'
import type { Job } from '../../../shared/job.ts'
import type { AdoptedChain } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { JobReport, JobRequest, Verification } from '../../../shared/jobs.ts'
import { details, diffFile, formatTwo, link, START } from './details.ts'

const image = details([link(1), link(2), link(3)], [])
const path = (number: number) => link(number).path

function verification(bad: readonly number[], skipped: readonly number[] = [], all = [1, 2, 3]): Verification {
  return {
    ok: bad.length === 0,
    fileCount: all.length,
    problemCount: bad.length,
    files: all.map((number) => ({
      path: path(number),
      proof: skipped.includes(number) ? 'skipped' : 'digests',
      fileBytes: 1,
      checkedBytes: 1,
      ok: !bad.includes(number),
    })),
    problems: bad.map((number) => ({ path: path(number), kind: 'flipped', message: 'bad', offset: 0, length: 1 })),
  }
}

const report: JobReport = {
  readBytes: 1,
  writtenBytes: 0,
  dataBytes: 0,
  zeroBytes: 0,
  records: 0,
  sizeBytes: 1,
  path: null,
  target: null,
  warnings: [],
}

function job(id: string, part: Partial<JobReport>, request?: JobRequest): Job {
  return {
    id,
    request: request ?? { kind: 'verify', what: { kind: 'image', image: image.ref } },
    state: 'done',
    createdAt: START,
    startedAt: START,
    endedAt: START + 2000,
    progress: null,
    report: { ...report, ...part },
    error: null,
  }
}

it('the damage of an image is what is remembered of its links', () => {
  expect(damageOf(image)).toBeNull()
  const damage = { kind: 'flipped', message: 'bad', foundAt: START } as const
  expect([...(damageOf(details([link(1), link(2, { damage })], []))?.links ?? [])]).toEqual([2])
})

it('files count once however many links they hold, and the oldest look is the one that counts', () => {
  const shared = { file: 'a.v2', verifiedAt: 5 }
  expect(verifiedOf([link(1, shared), link(2, shared), link(3, { verifiedAt: 3 }), link(4)])).toEqual({
    files: 3,
    verified: 2,
    oldest: 3,
  })
})

describe('what a verification comes to', () => {
  it('claims every bit only where digests were read', () => {
    const { sentence } = resultText.verification
    expect(sentence(verification([]))).toBe('3 files verified, every bit as it was written')
    expect(sentence(verification([2]))).toBe('1 problem in 3 files')
    expect(sentence(verification([], [1]))).toContain('1 file not looked at this time')
    expect(sentence(verification([], [1, 2, 3]))).toContain('Nothing was due')
    const [first] = verification([], [], [1]).files
    const structure = { ...verification([], [], [1]), files: first ? [{ ...first, proof: 'structure' as const }] : [] }
    expect(sentence(structure)).toContain('no manifest')
  })

  it('never looks like a success when something was found', () => {
    const bad = job('a', { verification: verification([1]) })
    expect(hasFindings(bad)).toBe(true)
    expect(jobText.outcome(bad)).toBe('1 problem in 3 files; took 2 s')
    expect(hasFindings(job('b', { verification: verification([]) }))).toBe(false)
    const comparison = {
      equal: false,
      aSizeBytes: 10,
      bSizeBytes: 20,
      differingBytes: 10,
      differenceCount: 1,
      differences: [],
    }
    const point = { kind: 'point', point: { ...image.ref, snapshot: null } } as const
    const compared = job('c', { comparison }, { kind: 'compare', a: point, b: point })
    expect(hasFindings(compared)).toBe(true)
    expect(jobText.outcome(compared)).toBe('They differ in 1 place, 10 B, sizes 10 B and 20 B; took 2 s')
  })
})

describe('an adopted folder', () => {
  const step = (file: FileInspection) => ({ file, gap: null })
  const gap = { after: { text: 'b' }, before: { text: 'c c' }, sentence: 'c c is not here.' }
  const chain: AdoptedChain = {
    called: 'rbd/db',
    usable: 2,
    steps: [step(diffFile('1', null, 'a')), step(diffFile('2', 'a', 'b')), { file: diffFile('3', 'c c', 'd'), gap }],
  }

  it('counts its chains, files and gaps', () => {
    expect(
      folderCounts({
        path: '/f',
        chains: [chain],
        leftovers: [{ file: diffFile('x', null, null), reason: 'fork' }],
        otherFiles: 4,
      }),
    ).toEqual({ chains: 1, files: 3, gaps: 1, leftovers: 1, others: 4 })
  })

  it('works with what stands before the gap, or less', () => {
    expect(filesUpTo(chain, null).map(({ name }) => name)).toEqual(['1', '2'])
    expect(filesUpTo(chain, 0).map(({ name }) => name)).toEqual(['1'])
    expect(filesUpTo(chain, 2).map(({ name }) => name)).toEqual(['1', '2'])
    expect(lastPointOf(filesUpTo(chain, null))?.text).toBe('b')
    expect(isRestorable(chain)).toBe(true)
    expect(isRestorable({ ...chain, steps: [step(diffFile('2', 'a', 'b'))], usable: 1 })).toBe(false)
  })

  it('is what its first file is', () => {
    expect(asChain([formatTwo('v2', ['a'])])?.kind).toBe('v2')
    expect(asChain([diffFile('1', null, 'a')])?.kind).toBe('diffs')
    expect(asChain([])).toBeNull()
  })

  it('closes a gap with the least: one increment, or a full export where nothing stands before it', () => {
    expect(repairOf(chain, gap).line).toBe("rbd export-diff --from-snap=b 'rbd/db@c c' rbd-db.b-c-c.diff")
    expect(repairOf(chain, { ...gap, after: null }).line).toBe("rbd export-diff 'rbd/db@c c' rbd-db.begin-c-c.diff")
  })
})

describe('jobs of each kind', () => {
  const { ref } = image
  it('have titles and outcomes of their own', () => {
    const rollback: JobRequest = { kind: 'rollback', target: ref, snapshot: { text: 's1' } }
    expect(jobText.title(rollback)).toBe('Roll rbd/img back to s1')
    expect(jobText.outcome(job('r', { dataBytes: 4096 }, rollback))).toContain('has the content of s1 again')
    expect(jobText.outcome(job('r', {}, rollback))).toContain('already')
    const manifest: JobRequest = { kind: 'manifest', paths: ['/a', '/b'] }
    expect(jobText.outcome(job('m', { paths: ['/a.rbdm.json'] }, manifest))).toContain('1 manifest written')
    const convert: JobRequest = { kind: 'convert', inputs: [{ kind: 'file', path: '/a' }], to: 'diffs', path: '/out' }
    expect(jobText.subtitle(convert)).toBe('1 input as a folder of diffs')
    expect(jobText.outcome(job('c', { paths: ['/out/1', '/out/2'] }, convert))).toContain('2 files')
    const verify: JobRequest = {
      kind: 'verify',
      what: { kind: 'folder', path: '/f' },
      percent: 5,
      olderThanMs: 86_400_000,
    }
    expect(jobText.subtitle(verify)).toBe('5 % of the blocks, what was not verified for 1 day')
  })
})
