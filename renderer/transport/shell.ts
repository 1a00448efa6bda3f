import type { Transport } from '../../shared/rpc/transport.ts'

/** The little that differs from shell to shell: how messages travel, and whether a dropped file has a path. */
export interface Shell {
  /**
   * Opens a new connection to the host.
   *
   * @throws AppError E_CONNECTION_LOST, E_TICKET_INVALID
   */
  open(): Promise<Transport>
  /** The path of a dropped file; null where the shell does not know it and the bytes have to be uploaded. */
  pathForFile(file: File): string | null
}
