#!/usr/bin/env node
// @ts-check
/**
 * Checks files against the manifests beside them (docs/MANIFEST.md): `node check-manifest.mjs FILE…`.
 *
 * Prints one line a file and ends with 1 when one of them is not what its manifest says. It shares no code with the program that
 * writes manifests, and needs nothing but Node, so that it can be kept beside the files.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

const MIB = 1024 * 1024
const SEAL = /^,\n "self": "sha256:([0-9a-f]{64})"\n\}\n$/
const SEAL_BYTES = 87

/** @param {Uint8Array[]} parts */
const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** @param {unknown} condition @param {string} sentence @returns {asserts condition} */
function must(condition, sentence) {
  if (!condition) throw new Error(sentence)
}

/** @param {number} value */
function le64(value) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

/** The manifest's text, when its last line is the digest of all that stands before it. @param {string} path */
function readManifest(path) {
  const bytes = readFileSync(path)
  must(bytes.length > SEAL_BYTES, 'the manifest is cut')
  const seal = SEAL.exec(bytes.subarray(-SEAL_BYTES).toString('latin1'))
  must(seal !== null, 'the last line of the manifest is not its seal')
  must(seal[1] === sha256(bytes.subarray(0, -SEAL_BYTES)), 'the manifest was changed since it was written')
  return JSON.parse(bytes.toString('utf8'))
}

/** Length of the blocks of a file: 4 MiB, doubled until there are no more than 65,536. @param {number} length */
function blockBytesOf(length) {
  let bytes = 4 * MIB
  while (Math.ceil(length / bytes) > 65_536) bytes *= 2
  return bytes
}

/** SHA-256 of part of an open file, as bytes. @param {number} file @param {number} from @param {number} length */
function digestOf(file, from, length) {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(Math.min(length, MIB))
  for (let done = 0; done < length; ) {
    const count = readSync(file, buffer, 0, Math.min(buffer.length, length - done), from + done)
    must(count > 0, `the file ends at byte ${from + done}`)
    hash.update(buffer.subarray(0, count))
    done += count
  }
  return hash.digest('hex')
}

/** SHA-256 of so many zeros. @param {number} length */
function zeroDigest(length) {
  const hash = createHash('sha256')
  const zeros = Buffer.alloc(MIB)
  for (let left = length; left > 0; left -= MIB) hash.update(zeros.subarray(0, Math.min(left, MIB)))
  return hash.digest('hex')
}

/** Throws with what is wrong; gives the file's digest. @param {string} path */
function check(path) {
  const manifest = readManifest(`${path}.rbdm.json`)
  must(manifest.format === 'rbd-studio-manifest' && manifest.version === 1, 'no manifest of version 1')
  must(['raw', 'diff-v1', 'image-v2'].includes(manifest.kind), `the kind ${manifest.kind} is not known`)
  must(['none', 'gzip', 'zstd'].includes(manifest.packing), `the packing ${manifest.packing} is not known`)
  const { lengthBytes, blockBytes, blocks, digest } = manifest
  must(Number.isSafeInteger(lengthBytes) && lengthBytes >= 0, 'the length is no length')
  must(blockBytes === blockBytesOf(lengthBytes), 'the blocks are not as long as they must be')
  must(Array.isArray(blocks) && blocks.length === Math.ceil(lengthBytes / blockBytes), 'the number of blocks is wrong')
  const zero = zeroDigest(Math.min(blockBytes, lengthBytes))
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    must(size === lengthBytes, `the file has ${size} bytes instead of ${lengthBytes}`)
    const all = [le64(lengthBytes), le64(blockBytes)]
    for (const [number, block] of blocks.entries()) {
      const from = number * blockBytes
      const length = Math.min(blockBytes, lengthBytes - from)
      const zeros = length === Math.min(blockBytes, lengthBytes) ? zero : zeroDigest(length)
      must(block === null || (block !== zeros && /^[0-9a-f]{64}$/.test(block)), `block ${number} has no good digest`)
      must(
        digestOf(file, from, length) === (block ?? zeros),
        `the ${length} bytes at byte ${from} are not what they were`,
      )
      all.push(Buffer.from(block ?? zeros, 'hex'))
    }
    must(digest === `sha256:${sha256(...all)}`, 'the digest of the file is not that of its blocks')
    return digest
  } finally {
    closeSync(file)
  }
}

const paths = process.argv.slice(2)
if (paths.length === 0) {
  console.error('Usage: node check-manifest.mjs FILE…')
  process.exitCode = 22
}
for (const path of paths) {
  try {
    console.log(`ok ${path} ${check(path)}`)
  } catch (error) {
    console.log(`BAD ${path}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
