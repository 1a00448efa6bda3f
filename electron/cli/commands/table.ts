import type { Command } from '../command.ts'
import { exportCommand, exportDiffCommand } from './export.ts'
import { createHelpCommand } from './helpCommand.ts'
import { createCommand, removeCommand } from './image.ts'
import { importCommand, importDiffCommand } from './import.ts'
import { infoCommand } from './info.ts'
import { inspectCommand } from './inspect.ts'
import { listCommand } from './list.ts'
import { mergeDiffCommand } from './merge.ts'
import { pipeCommand } from './pipe.ts'
import { poolCreateCommand, poolListCommand } from './pool.ts'
import { snapCreateCommand, snapListCommand, snapRemoveCommand } from './snap.ts'

/** Every verb of the command line, in the order of the help. */
export const commands: readonly Command[] = [
  createCommand,
  exportCommand,
  exportDiffCommand,
  importCommand,
  importDiffCommand,
  infoCommand,
  inspectCommand,
  listCommand,
  mergeDiffCommand,
  pipeCommand,
  poolCreateCommand,
  poolListCommand,
  removeCommand,
  snapCreateCommand,
  snapListCommand,
  snapRemoveCommand,
  createHelpCommand(() => commands),
]
