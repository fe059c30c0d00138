/** Where the pages' data come from: one interface, whoever holds the page. */

import type { ExpressionError, Requests } from "../protocol.ts"
import type { Act, Asked, Params, Shown } from "./messages.ts"

export interface Source {
  /** Raises Refusal. */
  ask<M extends Asked>(method: M, params: Params<M>): Promise<Requests[M][1]>
  act(act: Act, runs: readonly string[], path?: string): void
  /** Has something kept for when the page is opened again. */
  keep(kept: unknown): void
  /** Has a file written where a person says. */
  save(name: string, data: Uint8Array): void
  /** The address of a file of a run's directory, for images. */
  fileAddress(runDirectory: string, path: string): string
  onShow(callback: (shown: Shown, kept: unknown) => void): void
  /** Calls back when something changed in the runs directory. */
  onChange(callback: () => void): void
}

/** Why something that was asked is not answered; of an expression, what in it cannot be read. */
export class Refusal extends Error {
  readonly place: ExpressionError | undefined

  constructor(message: string, place?: ExpressionError) {
    super(message)
    this.place = place
  }
}
