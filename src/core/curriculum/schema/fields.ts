import { z } from "zod";

/** The default maximum is beyond all use; it stands against typing errors, which would keep a machine busy for hours. */
export const count = (minimum: number, description: string, maximum = 10_000_000) =>
  z.int().min(minimum).max(maximum).describe(description);

export const share = (description: string) => z.number().min(0).max(1).describe(description);
