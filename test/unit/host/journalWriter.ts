import { openJournal } from '../../../electron/host/jobs/journal.ts'
import { journalled } from '../../../electron/host/jobs/journalled.ts'
import { exportTo } from './requests.ts'

// A process in the middle of a job, as the command line would be, that waits to be killed.
const [folder = '', name = ''] = process.argv.slice(2)
const journal = openJournal({ folder })
await journalled(journal, exportTo('/out/done'), async () => ({
  readBytes: 1,
  writtenBytes: 2,
  dataBytes: 2,
  zeroBytes: 0,
  records: 1,
  sizeBytes: 3,
  path: '/out/done',
  target: null,
  warnings: [],
}))
await journalled(journal, exportTo(`/out/${name}`), () => {
  process.stdin.resume()
  process.stdout.write('running\n')
  return new Promise(() => {})
})
