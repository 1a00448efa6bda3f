import { randomBytes } from 'node:crypto'
import type { Connection } from '../../../shared/connections.ts'
import { isAppError } from '../../../shared/errors.ts'
import { type Name, nameFromText } from '../../../shared/names.ts'
import { answerOf, imageArgs } from './rbd.ts'
import { ok, type Verdict, warning } from './selfTestVerdict.ts'

/** How long the removal of the image may take, also where the test was given up, in milliseconds. */
const REMOVE_MS = 20_000

/** Whether this user may write: a tiny image is made under a name nobody uses, and removed again. No data of anybody is touched. */
export async function tryWriting(connection: Connection, pool: Name, signal: AbortSignal): Promise<Verdict> {
  const name = `rbd-studio-test-${randomBytes(4).toString('hex')}`
  const image = imageArgs({ connection: connection.name, pool, namespace: '', image: nameFromText(name) })
  const remove = () =>
    answerOf({ connection, args: ['rm', '--no-progress', ...image], signal: AbortSignal.timeout(REMOVE_MS) })
  try {
    await answerOf({ connection, args: ['create', '--size=1M', ...image], signal })
  } catch (error) {
    if (isAppError(error, 'E_CLUSTER_DENIED')) return readOnly(connection)
    // A creation that was ended may have got far enough to leave something.
    await remove().catch(() => {})
    throw error
  }
  try {
    await remove()
  } catch {
    const sentence = `The image ${name} could be made in pool ${pool.text}, and not removed`
    return warning(sentence, `Remove it with rbd rm ${pool.text}/${name}`)
  }
  return ok(`An image could be made in pool ${pool.text}, and was removed again`)
}

function readOnly({ user = 'admin' }: Connection): Verdict {
  return warning(
    `client.${user} is read only: exports work, imports and snapshots do not`,
    `For more, give it the right: ceph auth caps client.${user} mon 'profile rbd' osd 'profile rbd'`,
  )
}
