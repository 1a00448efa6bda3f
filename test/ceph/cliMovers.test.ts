import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { removeWorld, sha256, startCli } from '../cli/runCli.ts'
import { freshName, rbd, real as realProgram, writeRandom } from './support/live.ts'
import { type Bench, finished, makeBench, outcome, type Started } from './support/program.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const image = freshName('moved')
const made: string[] = []
let bench: Bench

beforeAll(async () => {
  bench = makeBench()
  await rbd('create', image, '--size', '4M', '--object-size', '64K')
  for (const at of ['a', 'b']) {
    await writeRandom(image, { total: '64K' })
    await rbd('snap', 'create', `${image}@${at}`, '--no-progress')
  }
  await writeRandom(image, { total: '64K' })
  await rbd('image-meta', 'set', image, 'key', 'value')
})

afterAll(async () => {
  for (const one of [image, ...made]) {
    await rbd('snap', 'purge', one, '--no-progress')
    await vi.waitFor(() => rbd('rm', one, '--no-progress'), { timeout: 60_000, interval: 1000 })
  }
  removeWorld(bench.world)
})

/** The name of an image that is removed in the end. */
function fresh(pool = 'bup'): string {
  const spec = `${pool}/${freshName('got')}`
  made.push(spec)
  return spec
}

const real = (line: string, more?: Started) => finished(bench, 'rbd', words(line), more)
const studio = (line: string, more?: Started) => finished(bench, bench.studio, words(line), more)
const words = (line: string): readonly string[] => line.split(' ').map((word) => word.replaceAll('IMG', image))
const file = (name: string): string => path.join(bench.world.work, name)
const hash = async (spec: string): Promise<string> => sha256((await real(`export ${spec} - --no-progress`)).stdout)

// First, since a client that was killed keeps its image for half a minute: by the end it can be removed.
describe('what is interrupted', () => {
  /** Programs whose command line names an image, this one's own left out. */
  const running = (name: string): readonly string[] =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .flatMap((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
          return line.includes(name) ? [line] : []
        } catch {
          return []
        }
      })

  it('leaves no child behind where the reader goes away', async () => {
    for (const line of [`export ${image} -`, `export-diff ${image} -`]) {
      const { child, finished: ended } = startCli(bench.world, line.split(' '), bench.env)
      child.stdout?.destroy()
      const { exitCode, stderr } = await ended
      expect([exitCode, stderr]).toEqual([
        32,
        expect.stringMatching(/rbd: export(-diff)? error: \(32\) Broken pipe\n$/),
      ])
      expect(running(image)).toEqual([])
    }
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s while rbd works ends it too, and dies by the signal', async (name) => {
    const watched = freshName('watched')
    made.push(watched)
    await rbd('create', watched, '--size', '1M')
    const { child, finished: ended } = startCli(bench.world, ['watch', watched], bench.env)
    // It says so once it is under way.
    if (child.stdout === null) throw new Error('no standard output')
    await once(child.stdout, 'data')
    expect(running(watched).length).toBe(2)
    child.kill(name)
    const { signal } = await ended
    expect([signal, running(watched)]).toEqual([name, []])
  })

  it('by SIGINT in the middle of an import leaves no image', async () => {
    const target = freshName('cut')
    const child = spawn(bench.studio, ['import', '-', target], {
      cwd: bench.world.work,
      env: bench.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const ended = once(child, 'exit')
    child.stdin.on('error', () => {})
    child.stdin.write(Buffer.alloc(8 << 20, 7))
    await vi.waitUntil(async () => (await rbd('ls')).includes(target), { timeout: 60_000, interval: 50 })
    child.kill('SIGINT')
    expect((await ended)[1]).toBe('SIGINT')
    expect(await rbd('ls')).not.toContain(target)
    expect(running(target)).toEqual([])
  })
})

describe('what is exported', () => {
  it.each([
    'export IMG',
    'export IMG@a',
    'export --image IMG --snap b',
    'export IMG --export-format 2',
    'export-diff IMG@a',
    'export-diff --from-snap a IMG@b',
    'export-diff --from-snap b IMG',
    'export-diff --whole-object --from-snap a IMG@b',
  ])('%s: the same bytes, into a file and into a pipe', async (line) => {
    const name = line.replaceAll(/IMG|\W/g, '')
    expect((await real(`${line} real-${name} --no-progress`)).exitCode).toBe(0)
    const wanted = sha256(readFileSync(file(`real-${name}`)))
    const intoFile = await studio(`${line} ${name} --no-progress`)
    expect([intoFile.exitCode, intoFile.stdout.toString(), intoFile.stderr]).toEqual([0, '', ''])
    expect(sha256(readFileSync(file(name)))).toBe(wanted)
    const intoPipe = await studio(`${line} -`)
    expect([intoPipe.exitCode, sha256(intoPipe.stdout)]).toEqual([0, wanted])
    expect(intoPipe.stderr).toMatch(/\rExporting image: 100% complete\.\.\.done\.\n$/)
  })

  it('needs no library, and makes none', () => {
    expect(readdirSync(bench.world.library)).toEqual([])
    expect(
      readdirSync(path.join(bench.world.root, 'home'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('library.json'),
      ),
    ).toEqual([])
  })
})

describe('what is imported', () => {
  it('is the same image as the one rbd makes, of files and of pipes', async () => {
    const head = (await real('export IMG - --no-progress')).stdout
    const whole = (await real('export IMG - --export-format 2 --no-progress')).stdout
    writeFileSync(file('head.raw'), head)
    writeFileSync(file('whole.v2'), whole)
    const facts = async (spec: string) => {
      const { size, order, features } = JSON.parse(await rbd('info', spec, '--format', 'json')) as Record<
        string,
        unknown
      >
      const snapshots = JSON.parse(await rbd('snap', 'ls', spec, '--format', 'json')) as { name: string }[]
      const meta = await rbd('image-meta', 'ls', spec)
      return { size, order, features, meta, names: snapshots.map(({ name }) => name), content: await hash(spec) }
    }
    const lines = [
      ['import head.raw', undefined],
      ['import -', head],
      ['import --export-format 2 whole.v2', undefined],
      ['import --export-format 2 -', whole],
      ['import head.raw --object-size 128K --image-feature layering', undefined],
    ] as const
    for (const [line, input] of lines) {
      const [theirs, ours] = [fresh(), fresh()]
      expect((await real(`${line} ${theirs}`, input && { input })).exitCode, line).toBe(0)
      const said = await studio(`${line} ${ours}`, input && { input })
      expect([said.exitCode, said.stdout.toString()], line).toEqual([0, ''])
      expect(said.stderr).toMatch(/\rImporting image: 100% complete\.\.\.done\.\n/)
      expect(await facts(ours), line).toEqual(await facts(theirs))
    }
  })

  it('has the name of its file, and its data in the pool that is said', async () => {
    const name = freshName('named')
    made.push(name)
    mkdirSync(file('folder'))
    writeFileSync(file(`folder/${name}`), 'x'.repeat(100_000))
    expect((await studio(`import folder/${name} --data-pool bup`)).exitCode).toBe(0)
    expect(JSON.parse(await rbd('info', name, '--format', 'json'))).toMatchObject({ size: 100_000, data_pool: 'bup' })
  })

  it('brings diffs to the same points, of files and of pipes', async () => {
    const spec = fresh()
    await rbd('create', spec, '--size', '4M', '--object-size', '64K')
    await real('export-diff IMG@a a.diff --no-progress')
    const second = (await real('export-diff --from-snap a IMG@b - --no-progress')).stdout
    expect((await studio(`import-diff a.diff ${spec}`)).exitCode).toBe(0)
    expect((await studio(`import-diff - ${spec}`, { input: second })).exitCode).toBe(0)
    for (const at of ['a', 'b']) expect(await hash(`${spec}@${at}`)).toBe(await hash(`${image}@${at}`))
  })

  it('makes an image smaller only where that is asked for, on the line or by the environment', async () => {
    const shrunk = (bytes: number) => {
      const diff = Buffer.from('rbd diff v1\ns\0\0\0\0\0\0\0\0e')
      diff.writeBigUInt64LE(BigInt(bytes), 13)
      return diff
    }
    const spec = fresh()
    await rbd('create', spec, '--size', '4M')
    const size = async () => (JSON.parse(await rbd('info', spec, '--format', 'json')) as { size: number }).size
    const refused = await studio(`import-diff - ${spec}`, { input: shrunk(3 << 20) })
    expect([refused.exitCode, refused.stderr, await size()]).toEqual([
      22,
      expect.stringContaining('would shrink'),
      4 << 20,
    ])
    expect((await studio(`import-diff - ${spec} --allow-shrink`, { input: shrunk(3 << 20) })).exitCode).toBe(0)
    expect(await size()).toBe(3 << 20)
    const env = { RBD_STUDIO_ALLOW_SHRINK: '1' }
    expect((await studio(`import-diff - ${spec}`, { input: shrunk(2 << 20), env })).exitCode).toBe(0)
    expect(await size()).toBe(2 << 20)
  })
})

describe('flatten', () => {
  it('takes a clone off its parent', async () => {
    const clone = fresh()
    await rbd('snap', 'protect', `${image}@a`)
    await rbd('clone', `${image}@a`, clone)
    const { exitCode, stderr } = await studio(`flatten ${clone}`)
    expect([exitCode, stderr]).toEqual([0, '\rImage flatten: 100% complete...done.\n'])
    expect(JSON.parse(await rbd('info', clone, '--format', 'json'))).not.toHaveProperty('parent')
    expect(await hash(clone)).toBe(await hash(`${image}@a`))
    await rbd('snap', 'unprotect', `${image}@a`)
  })
})

describe("a failure is told in rbd's words, with its exit code", () => {
  it.each([
    'export none out',
    'export nopool/IMG out',
    'export IMG@none out',
    'export IMG there',
    'export IMG',
    'export IMG out more',
    'export IMG nofolder/out',
    'export-diff IMG there',
    'export-diff --from-snap none IMG@b out',
    'export-diff --from-snap b IMG@a out',
    'import there IMG',
    'import nofile new',
    'import there nopool/new',
    'import nofile nopool/new',
    'import-diff a-b none',
    'import-diff a-b nopool/none',
    'import-diff nofile IMG',
    'import-diff a-b IMG',
    'import-diff x-y IMG',
    'import-diff there IMG',
    'flatten IMG',
    'flatten none',
    'export IMG out --nosuch',
    'export IMG out --export-format 3',
  ])('%s', async (line) => {
    writeFileSync(file('there'), 'written by somebody else')
    writeFileSync(file('x-y'), 'rbd diff v1\nf\x01\0\0\0xt\x01\0\0\0ye')
    if (!readdirSync(bench.world.work).includes('a-b')) await real('export-diff --from-snap a IMG@b a-b --no-progress')
    const wanted = outcome(await real(line))
    expect(wanted.exitCode).not.toBe(0)
    expect(outcome(await studio(line))).toEqual(wanted)
  })
})

describe('the cluster that is meant', () => {
  const conf = process.env['CEPH_CONF'] ?? ''
  const none = { CEPH_CONF: undefined }

  it.each([
    ['-c', (line: string) => `-c ${conf} ${line}`],
    ['--conf', (line: string) => `${line} --conf=${conf}`],
    ['--id', (line: string) => `${line} --id admin -c ${conf}`],
    ['--user', (line: string) => `${line} --user admin -c ${conf}`],
    ['-n', (line: string) => `-n client.admin ${line} -c ${conf}`],
    ['a setting', (line: string) => `--rbd-concurrent-management-ops 20 ${line} -c ${conf} --debug-rbd=0`],
  ] as const)('is the one of %s', async (_, say) => {
    for (const line of ['info IMG', 'export IMG@a - --no-progress']) {
      const wanted = outcome(await real(line)).stdout
      const got = outcome(await studio(say(line), { env: none }))
      // What rbd itself has to say of an option reaches us as well.
      const stderr = got.stderr.replace('rbd: --user is deprecated, use --id\n', '')
      expect({ ...got, stderr }).toEqual({ exitCode: 0, stdout: wanted, stderr: '' })
    }
  })

  it.each([
    'export -c /nofile IMG out',
    '-c /nofile info IMG',
    '--id nosuch export-diff IMG out',
    '--id nosuch info IMG',
    '-k /nofile export IMG out',
    '-n client.nosuch import there new',
    '--client-mount-timeout=2 -m 127.0.0.1:1 export IMG out',
  ])('fails as for rbd where it is not there: %s', async (line) => {
    writeFileSync(file('there'), 'written by somebody else')
    const wanted = outcome(await real(line))
    expect(wanted.exitCode).toBeGreaterThan(0)
    expect(outcome(await studio(line))).toEqual(wanted)
  })

  it('is named by CEPH_CONF and CEPH_ARGS, which reach the real tool', async () => {
    const wanted = (await real('export IMG@a - --no-progress')).stdout
    const env = { CEPH_CONF: '/nofile', CEPH_ARGS: `--conf ${conf}` }
    expect(sha256((await studio('export IMG@a - --no-progress', { env })).stdout)).toBe(sha256(wanted))
    const bad = { CEPH_ARGS: '--id nosuch' }
    expect(outcome(await studio('export IMG out', { env: bad }))).toEqual(
      outcome(await real('export IMG out', { env: bad })),
    )
  })

  it('is opened as a user with a keyring of its own', async () => {
    const user = freshName('client.studio')
    const keyring = await realProgram(
      'ceph',
      'auth',
      'get-or-create',
      user,
      'mon',
      'profile rbd',
      'osd',
      'profile rbd-read-only pool=rbd',
    )
    try {
      writeFileSync(file('keyring'), keyring)
      const as = `-n ${user} -k ${file('keyring')}`
      expect(
        (await studio(`export IMG@a - --no-progress ${as}`)).stdout.equals(
          (await real('export IMG@a - --no-progress')).stdout,
        ),
      ).toBe(true)
      writeFileSync(file('there'), 'written by somebody else')
      const { exitCode } = await studio(`import there ${freshName('denied')} ${as}`)
      expect(exitCode).toBe((await real(`import there ${freshName('denied')} ${as}`)).exitCode)
    } finally {
      await realProgram('ceph', 'auth', 'del', user)
    }
  })
})
