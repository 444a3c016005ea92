import { Card, MigTable } from './card';
import { MIG } from './mig';

function nvidia(name: string, mebibytes: number, products: string[], mig?: MigTable): Card {
  return { name, resource: 'nvidia.com/gpu', mebibytes, products, mig };
}

/**
 * NVIDIA's cards: memory in MiB and product names as `nvidia-smi` prints them, and with it GPU feature discovery (`nvidia.com/gpu.memory`) and the DRA
 * driver. Memory that error correction takes is left out where it is on by default (A10, A10G, L4, L40S).
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
 * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-gpus.html
 */
export const NVIDIA_CARDS = {
  any: { name: 'nvidia', resource: 'nvidia.com/gpu' } as Card,
  t4: nvidia('nvidia-t4', 15360, ['Tesla T4']),
  l4: nvidia('nvidia-l4', 23034, ['NVIDIA L4']),
  a10: nvidia('nvidia-a10', 23028, ['NVIDIA A10']),
  a10g: nvidia('nvidia-a10g', 23028, ['NVIDIA A10G']),
  a16: nvidia('nvidia-a16', 15356, ['NVIDIA A16']),
  a30: nvidia('nvidia-a30', 24576, ['NVIDIA A30'], MIG.a30),
  l40: nvidia('nvidia-l40', 46068, ['NVIDIA L40']),
  l40s: nvidia('nvidia-l40s', 46068, ['NVIDIA L40S']),
  rtxPro6000: nvidia('nvidia-rtx-pro-6000', 97887, [
    'NVIDIA RTX PRO 6000 Blackwell Server Edition', 'NVIDIA RTX PRO 6000 Blackwell Workstation Edition', 'NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition',
  ], MIG.rtxPro6000),
  a100x40: nvidia('nvidia-a100-40gb', 40960, ['NVIDIA A100-SXM4-40GB', 'NVIDIA A100-PCIE-40GB'], MIG.a100x40),
  a100x80: nvidia('nvidia-a100-80gb', 81920, ['NVIDIA A100-SXM4-80GB', 'NVIDIA A100 80GB PCIe'], MIG.a100x80),
  h100: nvidia('nvidia-h100', 81559, ['NVIDIA H100 80GB HBM3', 'NVIDIA H100 PCIe'], MIG.h100),
  h100nvl: nvidia('nvidia-h100-nvl', 95830, ['NVIDIA H100 NVL'], MIG.h100nvl),
  h200: nvidia('nvidia-h200', 143771, ['NVIDIA H200', 'NVIDIA H200 NVL'], MIG.h200),
  b200: nvidia('nvidia-b200', 183359, ['NVIDIA B200'], MIG.b200),
  b300: nvidia('nvidia-b300', 275040, ['NVIDIA B300 SXM6 AC'], MIG.b300),
  gb200: nvidia('nvidia-gb200', 189471, ['NVIDIA GB200'], MIG.gb200),
  gb300: nvidia('nvidia-gb300', 284208, ['NVIDIA GB300'], MIG.gb300),
};
