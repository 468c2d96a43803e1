import { UserError } from "../errors.ts";

/** A package of TensorFlow.js for Node.js and what it brings and needs. */
export interface TensorflowPackage {
  readonly name: "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu";
  readonly version: string;
  /** TensorFlow's own library, which the package downloads when it is installed. */
  readonly library: string;
  /** What it needs and brings, a sentence each. */
  readonly notes: readonly string[];
}

const version = "4.22.0";
const libraries = "https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-";
const arm = "https://storage.googleapis.com/tf-builds/libtensorflow_r2_7_";

/** Where to look instead; the package's own setting. */
export const mirrorVariable = "TFJS_NODE_BASE_URI";

/**
 * The package for a machine.
 * @param nodeMajor of the Node.js that training runs on
 * @throws UserError where there is none
 */
export function tensorflowPackage(
  gpu: boolean,
  {
    platform,
    arch,
    nodeMajor,
    mirror = libraries,
  }: {
    readonly platform: string;
    readonly arch: string;
    readonly nodeMajor: number;
    readonly mirror?: string | undefined;
  },
): TensorflowPackage {
  const name = gpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";
  const library = libraryOf(gpu, platform, arch, mirror);
  if (library === undefined) {
    const remedy = gpu ? "it is there for Linux and Windows on x64; use --device webgpu" : "use --device cpu";
    throw new UserError(`${name} has no TensorFlow for ${platform} ${arch}: ${remedy}.`);
  }
  const notes = [
    `It downloads TensorFlow's library, some hundred megabytes, from ${new URL(library).host}.`,
    ...(gpu ? ["It needs an NVIDIA card with CUDA 11.2 and cuDNN 8.1; newer versions of either do not load."] : []),
    nodeMajor >= 23
      ? `Training runs on Node.js ${nodeMajor} here; what Node.js 23 dropped of what it calls is put back when it is loaded.`
      : `Training runs on Node.js ${nodeMajor} here, which loads it.`,
  ];
  return { name, version, library, notes };
}

function libraryOf(gpu: boolean, platform: string, arch: string, mirror: string): string | undefined {
  const kind = gpu ? "gpu" : "cpu";
  if (platform === "linux" && arch === "x64") return `${mirror}${kind}-linux-x86_64-2.9.1.tar.gz`;
  if (platform === "win32" && arch === "x64") return `${mirror}${kind}-windows-x86_64-2.9.1.zip`;
  if (gpu) return undefined;
  if (platform === "darwin")
    return arch === "arm64" ? `${arm}darwin_arm64_cpu.tar.gz` : `${mirror}cpu-darwin-x86_64-2.9.1.tar.gz`;
  return platform === "linux" && arch === "arm64" ? `${arm}linux_arm64.tar.gz` : undefined;
}
