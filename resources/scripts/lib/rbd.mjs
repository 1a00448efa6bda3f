// @ts-check
import { installByApt, mayInstall } from './apt.mjs'
import { runQuiet } from './process.mjs'

const versionMs = 20_000

export const howToInstall =
  'Install rbd (Debian: apt-get install --no-install-recommends ceph-common), or the differential tests are skipped.'

/**
 * Makes sure that the real `rbd` is there, against which merges are held: installs Debian's package where it is missing and we are root.
 * @returns {Promise<string | undefined>} what to do when it is not there and cannot be had
 */
export async function getRbd() {
  if (await runs()) return undefined
  if (mayInstall() && (await installByApt('ceph-common')) && (await runs())) return undefined
  return howToInstall
}

async function runs() {
  const { code } = await runQuiet('rbd', ['--version'], { timeoutMs: versionMs })
  return code === 0
}
