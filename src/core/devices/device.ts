/** What training and inference can be asked to run on; `auto`: see src/engine/devices/choose.ts. */
export const devices = ["auto", "cpu", "webgpu", "cuda", "tensorflow"] as const;
export type Device = (typeof devices)[number];

/** What products of matrices are computed in; weights, moments, sums, norms and losses are always in fp32. */
export const precisions = ["fp32", "fp16", "bf16"] as const;
export type Precision = (typeof precisions)[number];

/** Renderers that compute on the processor, by the names that their adapters have. */
const software = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|\bwarp\b|microsoft basic (render|display)/i;

/** Whether an adapter of this name is no GPU. */
export const isSoftwareAdapter = (name: string): boolean => software.test(name);
