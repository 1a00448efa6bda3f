import { start } from './start.ts'
import { chooseShell } from './transport/choose.ts'

const root = document.getElementById('root')
if (root !== null) start(chooseShell(window), root)
