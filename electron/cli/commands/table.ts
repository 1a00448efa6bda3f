import type { Command } from '../command.ts'
import { exportCommand, exportDiffCommand } from './export.ts'
import { adoptCommand, chainCommand, forgetCommand } from './folder.ts'
import { flattenCommand } from './flatten.ts'
import { foldCommand } from './fold.ts'
import {
  connectionAddCommand,
  connectionFindCommand,
  connectionListCommand,
  connectionRemoveCommand,
  connectionTestCommand,
} from './connection.ts'
import { convertCommand } from './convert.ts'
import { compareCommand } from './compare.ts'
import { diffCommand } from './diff.ts'
import { usageCommand } from './usage.ts'
import {
  snapLimitClearCommand,
  snapLimitSetCommand,
  snapProtectCommand,
  snapPurgeCommand,
  snapRenameCommand,
  snapRollbackCommand,
  snapUnprotectCommand,
} from './snapChange.ts'
import { createCompletionCommand } from './completion.ts'
import { manifestCommand, verifyCommand } from './verify.ts'
import { createHelpCommand } from './helpCommand.ts'
import { createCommand, removeCommand, renameCommand, resizeCommand } from './image.ts'
import { importCommand, importDiffCommand } from './import.ts'
import { infoCommand } from './info.ts'
import { inspectCommand } from './inspect.ts'
import { listCommand } from './list.ts'
import { mendCommand } from './mend.ts'
import { mergeDiffCommand } from './merge.ts'
import { pipeCommand, replicateCommand } from './pipe.ts'
import { poolCreateCommand, poolListCommand } from './pool.ts'
import { trashListCommand, trashMoveCommand, trashRestoreCommand } from './trash.ts'
import { snapCreateCommand, snapListCommand, snapRemoveCommand } from './snap.ts'

/** Every verb of the command line, in the order of the help. */
export const commands: readonly Command[] = [
  adoptCommand,
  chainCommand,
  compareCommand,
  connectionAddCommand,
  connectionFindCommand,
  connectionListCommand,
  connectionRemoveCommand,
  connectionTestCommand,
  convertCommand,
  createCommand,
  diffCommand,
  exportCommand,
  exportDiffCommand,
  flattenCommand,
  foldCommand,
  mendCommand,
  forgetCommand,
  importCommand,
  importDiffCommand,
  infoCommand,
  inspectCommand,
  listCommand,
  manifestCommand,
  mergeDiffCommand,
  pipeCommand,
  poolCreateCommand,
  poolListCommand,
  removeCommand,
  renameCommand,
  replicateCommand,
  resizeCommand,
  snapCreateCommand,
  snapLimitClearCommand,
  snapLimitSetCommand,
  snapListCommand,
  snapProtectCommand,
  snapPurgeCommand,
  snapRemoveCommand,
  snapRenameCommand,
  snapRollbackCommand,
  snapUnprotectCommand,
  trashListCommand,
  trashMoveCommand,
  trashRestoreCommand,
  usageCommand,
  verifyCommand,
  createCompletionCommand(() => commands),
  createHelpCommand(() => commands),
]
