import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Schemas of shared/ on which a method is called where they stand, as `Bytes.optional()`. */
const schemaNames =
  'Bytes Count Time Path Word Name ConnectionName ImageRef ParentRef LiveImage PoolRef SnapshotInfo LostFinding MendIndex Progress JobReport MergePreview ChainEdits Comparison Verification VerifyProblem OutputOptions ImageOptions V2Dialect'.split(
    ' ',
  )

/** Names the file that draws the window in the page, so that the browser reads it beside the one that asks the host, not after it. */
function preloadDrawing(): Plugin {
  return {
    name: 'preload-drawing',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' && file.name === 'draw'
            ? [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file.fileName}` } }]
            : [],
        ),
    },
  }
}

/** Builds the window's page. The main process, the workers and the command line are bundled by resources/scripts/lib/bundles.mjs. */
export default defineConfig({
  root: 'renderer',
  // Relative addresses: the same files are served under app://bundle/ and under http://127.0.0.1:PORT/.
  base: './',
  plugins: [react(), preloadDrawing()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome156',
    sourcemap: true,
    // The contract's schemas are for those who check what comes; the window takes only types from them, so that calls of zod may go.
    rolldownOptions: { treeshake: { manualPureFunctions: ['z', ...schemaNames] } },
    // The content security policy allows no data: addresses for scripts and fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    // Everything is read from the local disk: few big files cost less than many small ones.
    chunkSizeWarningLimit: 4096,
  },
})
