// Outlives a stand-in that was killed, then kills its browser and removes its temporary folder.
// Arguments: the folder, the browser's process id. Standard input is held open by the stand-in and ends with it.
import { existsSync } from 'node:fs'
import { killGroup, removeTree } from './workDir.ts'

const [root = '', browserPid = ''] = process.argv.slice(2)
process.stdin.resume().on('close', () => {
  // Without its folder the stand-in has ended in good order, and its browser's process id may be somebody else's by now.
  if (!existsSync(root)) return
  killGroup(Number(browserPid))
  removeTree(root)
})
