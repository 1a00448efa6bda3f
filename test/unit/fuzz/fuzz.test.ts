import { describe, expect, it } from 'vitest'
import { type FuzzReport, fuzz } from '../../fuzz/harness.ts'
import { mutateBytes, mutateJson } from '../../fuzz/mutate.ts'
import { Random } from '../../fuzz/random.ts'
import { TARGETS } from '../../fuzz/targets.ts'
import { codeOf } from '../../support/mutate.ts'

const module = new URL('planted.ts', import.meta.url).href
const planted = (target: string, seconds: number, input?: Uint8Array): Promise<FuzzReport> =>
  fuzz({
    module,
    target,
    seconds,
    input,
    seed: 1,
    // Of those that do answer, a busy machine takes its time.
    hangSeconds: target === 'hangs' ? 2 : 20,
    growthMaxBytes: 100 * 1024 * 1024,
  })

describe('the fuzzer', () => {
  it('takes AppErrors for answers', async () => {
    const report = await planted('refuses', 0.3)
    expect(report.finding).toBeNull()
    expect(report.runs).toBeGreaterThan(100)
  })

  it('finds what lies behind branches that chance would never open, and repeats it by its input', async () => {
    const { finding } = await planted('deep', 25)
    expect(finding?.message).toMatch(/^TypeError: deep down\n/)
    expect([...(finding?.input.subarray(0, 3) ?? [])]).toEqual([0x12, 0x34, 0x56])
    expect((await planted('deep', 0, finding?.input)).finding?.message).toMatch(/^TypeError: deep down\n/)
  })

  it.each([
    ['hangs', /^no answer for 2 seconds$/],
    ['grows', /^memory grew by \d+ bytes$/],
    ['fills its heap', /ERR_WORKER_OUT_OF_MEMORY|memory grew/],
  ])('notices a decoder that %s, and has its input', async (target, message) => {
    const { finding } = await planted(target, 20)
    expect(finding?.message).toMatch(message)
    expect(finding?.input[0]).not.toBe(0)
  })

  it('says that there is no such target', async () => {
    expect((await planted('nothing', 1)).finding?.message).toMatch(/there is no target nothing/)
  })

  it('changes inputs the same way for the same seed', () => {
    const input = Uint8Array.from({ length: 100 }, (_, i) => i)
    const change = (seed: number): Uint8Array => mutateBytes(input, input, [], new Random(seed))
    expect(change(5)).toEqual(change(5))
    const changes = Array.from({ length: 50 }, (_, seed) => Buffer.from(change(seed)).toString('hex'))
    expect(new Set(changes).size).toBeGreaterThan(40)
    expect(mutateJson('{', new Random(1))).toBeNull()
    expect(JSON.parse(mutateJson('{"a":[1,2]}', new Random(1)) ?? '')).toBeTypeOf('object')
  })
})

describe('the targets', () => {
  it('have a name each, and take their seeds', async () => {
    expect(new Set(TARGETS.map(({ name }) => name)).size).toBe(TARGETS.length)
    for (const target of TARGETS) {
      const codes: (string | null)[] = []
      for (const seed of target.seeds()) codes.push(await codeOf(async () => target.run(seed)))
      expect(codes, target.name).toContain(null)
    }
  })
})
