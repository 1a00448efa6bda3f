import type { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { Connection } from '../../../shared/connections.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { startChild } from './child.ts'
import type { CephProgram } from './commandLine.ts'

/** No answer of `rbd` that is kept in memory is longer. */
const ANSWER_BYTES = 256 * 1024 * 1024

/** A question to a cluster. */
export interface Question {
  readonly connection: Connection
  readonly program?: CephProgram | undefined
  readonly args: readonly string[]
  /** As of `ChildWork`. */
  readonly mountSeconds?: number | undefined
  /** What it reads on standard input. */
  readonly input?: string | undefined
  readonly signal: AbortSignal
}

/**
 * Runs a program to its end and gives what it printed.
 *
 * @throws AppError E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_* as `failureOf` knows them
 */
export async function answerOf(question: Question): Promise<string> {
  const child = startChild(question)
  // Where it ends without having read it, its exit code is what there is to say.
  if (question.input !== undefined) void child.write(Buffer.from(question.input)).catch(() => {})
  child.end()
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (let chunk = await child.output.read(); chunk !== null; chunk = await child.output.read()) {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES) throw odd(question, 'an answer without an end')
      chunks.push(chunk)
    }
    await child.succeeded()
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    await child.stop()
  }
}

/** {@link answerOf} as JSON, held against a schema; keys it does not name are left out. `ofNothing`: what stands for an answer of no bytes. @throws AppError also E_CLUSTER_ANSWER */
export async function jsonOf<T>(question: Question, schema: z.ZodType<T>, ofNothing = ''): Promise<T> {
  const text = (await answerOf({ ...question, args: [...question.args, '--format=json'] })) || ofNothing
  return readJson(question, text, schema)
}

/** A question to the monitors, in the words of `ceph`, and the shape of its answer. */
export interface MonitorQuestion<T> {
  readonly words: string
  readonly schema: z.ZodType<T>
}

/**
 * Asks the monitors two things by one `ceph`, which reads commands from its standard input where it has none: it takes half a second to start, and a moment
 * for each of them.
 *
 * @throws AppError E_CLUSTER_DENIED where the user may not ask one of them; E_CLUSTER_ANSWER, E_CLUSTER_UNREACHABLE, E_CLUSTER_PROGRAM
 */
export async function askMonitors<A, B>(
  connection: Connection,
  [first, second]: readonly [MonitorQuestion<A>, MonitorQuestion<B>],
  signal: AbortSignal,
): Promise<readonly [A, B]> {
  const input = `${first.words}\n${second.words}\n`
  const question = { connection, program: 'ceph', args: ['--format=json'], input, signal } as const
  // One answer in a line; of what is refused there is none, and the others come all the same.
  const [one, other, ...more] = (await answerOf(question)).split('\n').filter((line) => line.trim() !== '')
  if (one === undefined || other === undefined) {
    throw new AppError(
      'E_CLUSTER_DENIED',
      `The user may not ask the monitors of ${connection.name} all there is to ask`,
      {
        detail: { connection: connection.name },
      },
    )
  }
  if (more.length > 0) throw odd(question, 'more answers than there were questions')
  return [readJson(question, one, first.schema), readJson(question, other, second.schema)]
}

/** @throws AppError E_CLUSTER_ANSWER */
function readJson<T>(
  question: Pick<Question, 'connection' | 'program' | 'args'>,
  text: string,
  schema: z.ZodType<T>,
): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw odd(question, 'something that is no JSON')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw odd(question, `JSON of another shape (${parsed.error.issues[0]?.message ?? ''})`)
  return parsed.data
}

function odd(
  { connection, program = 'rbd', args }: Pick<Question, 'connection' | 'program' | 'args'>,
  what: string,
): AppError {
  return new AppError('E_CLUSTER_ANSWER', `${program} ${args[0] ?? ''} at ${connection.name} printed ${what}`, {
    detail: { connection: connection.name },
  })
}

/** What stands for a pool and namespace, each as one word, so that no name can be taken for an option. */
export function poolArgs({ pool, namespace }: Pick<ImageRef, 'pool' | 'namespace'>): readonly string[] {
  return [`--pool=${textOf(pool)}`, ...(namespace === '' ? [] : [`--namespace=${namespace}`])]
}

/** What stands for an image, or a snapshot of it. */
export function imageArgs(image: ImageRef, snapshot: Name | null = null): readonly string[] {
  return [
    ...poolArgs(image),
    `--image=${textOf(image.image)}`,
    ...(snapshot === null ? [] : [`--snap=${textOf(snapshot)}`]),
  ]
}

/**
 * A name as an argument.
 *
 * @throws AppError E_CLUSTER_NAME — its bytes are not UTF-8, and an argument cannot carry them.
 */
export function textOf(name: Name): string {
  if (name.base64 === undefined && !name.text.includes('\0')) return name.text
  throw new AppError('E_CLUSTER_NAME', `The name ${name.text} cannot be passed to rbd`, {
    hint: 'Its bytes are not UTF-8: rename it with rbd itself, by its id',
  })
}
