import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** The app that is to run. */
export interface EntryPoint {
  /** Folder of the app. */
  readonly root: string
  /** The script to evaluate. */
  readonly mainFile: string
  /** From package.json, as Electron takes them. */
  readonly name: string
  readonly version: string
}

interface PackageJson {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
}

/** Resolves the command line's app path: a folder with a package.json, or a script beside one. */
export function findEntryPoint(appPath: string): EntryPoint {
  const target = path.resolve(appPath)
  if (!existsSync(target)) throw new Error(`stand-in: cannot find the app ${target}`)
  const isFolder = statSync(target).isDirectory()
  const root = isFolder ? target : path.dirname(target)
  const packageFile = path.join(root, 'package.json')
  const info = existsSync(packageFile) ? (JSON.parse(readFileSync(packageFile, 'utf8')) as PackageJson) : {}
  return {
    root,
    mainFile: isFolder ? path.resolve(root, info.main ?? 'index.js') : target,
    name: info.productName ?? info.name ?? 'Electron',
    version: info.version ?? '0.0.0',
  }
}
