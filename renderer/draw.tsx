import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { run } from './commands/commands.ts'

/** Draws the window into an element; gives what runs one of its commands. */
export function draw(root: HTMLElement): (command: string) => void {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
  return run
}
