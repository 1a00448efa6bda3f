// @ts-check
import { installByApt, mayInstall } from './apt.mjs'
import { runQuiet } from './process.mjs'

const versionMs = 20_000

/** What a cluster of this machine alone is made of, and a server for the connections through ssh. */
const programs = /** @type {const} */ ([
  ['ceph-mon', ['--version']],
  ['ceph-mgr', ['--version']],
  ['ceph-osd', ['--version']],
  ['rbd', ['--version']],
  ['ssh', ['-V']],
  ['/usr/sbin/sshd', ['-V']],
])
const packages = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-common', 'openssh-client', 'openssh-server']

export const howToInstall = `No Ceph here (Debian: apt-get install --no-install-recommends ${packages.join(' ')}).`

/**
 * Makes sure that Ceph's daemons and tools are there: installs Debian's packages where they are missing and we are root.
 * @returns {Promise<string | undefined>} what to do when they are not there and cannot be had
 */
export async function getCeph() {
  if (await allRun()) return undefined
  if (mayInstall() && (await installByApt(...packages)) && (await allRun())) return undefined
  return howToInstall
}

async function allRun() {
  for (const [program, args] of programs) {
    // sshd of Debian 12 knows no -V and says so, with 1: it is enough that it starts.
    const { code, error } = await runQuiet(program, [...args], { timeoutMs: versionMs })
    if (error !== undefined || code === 127 || (code !== 0 && !program.endsWith('sshd'))) return false
  }
  return true
}
