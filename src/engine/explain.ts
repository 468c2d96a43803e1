import { explainSystemError, UserError } from "../core/errors.ts";

/** What engines say, and what it means to the user; a job that failed so can be resumed. */
const failures: readonly (readonly [said: RegExp, meaning: string])[] = [
  [
    // JavaScript, C++, ONNX Runtime; WebGPU as Dawn says it.
    /array buffer allocation failed|invalid typed array length|bad_?alloc|bad allocation|failed to allocate|out of memory|OutOfMemory/i,
    "There was not enough memory: lower the size of the model or of the batches, or run fewer jobs side by side, and resume.",
  ],
  [
    /device (was |is |has been )?(lost|removed)|DeviceLost|DXGI_ERROR_DEVICE|VK_ERROR_DEVICE_LOST|CUDA_ERROR_(LAUNCH|ILLEGAL)/i,
    "The GPU was lost (its driver was reset, or the machine slept): resume when it is back.",
  ],
];

/** A failure that the user can do something about, as one sentence; other errors as they are. @param place of what the disk refused */
export function explainFailure(error: unknown, place: string): unknown {
  const explained = explainSystemError(error, place);
  if (explained instanceof UserError || !(explained instanceof Error)) return explained;
  const { code, path } = explained as NodeJS.ErrnoException;
  if (code === "ENOENT" && path?.startsWith(place))
    return new UserError(
      `${path}: this was moved or deleted while the job was at work; put it back, or run the same command again.`,
    );
  const meaning = failures.find(([said]) => said.test(explained.message))?.[1];
  return meaning === undefined ? explained : new UserError(meaning);
}
