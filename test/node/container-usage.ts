import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { CGROUP } from './harness/machine';
import { sleep } from '../cluster/harness/wait';

const CGROUPS = '/sys/fs/cgroup';

/** Where the kernel counts, for both versions of cgroups, and what it calls it there. */
const VERSION_1 = { memory: 'memory', used: 'memory.usage_in_bytes', inactive: 'total_inactive_file', processor: 'cpuacct', time: 'cpuacct.usage', perSecond: 1e9 };
const VERSION_2 = { memory: '', used: 'memory.current', inactive: 'inactive_file', processor: '', time: 'cpu.stat', perSecond: 1e6 };

/** The most that a container used while something went on. */
export interface Peak {
  /** Bytes. */
  readonly workingSet: number;
  /** Thousandths of a core, over the busiest second. */
  readonly milliCores: number;
}

/** What a container uses, as `kubectl top` counts it, but at every moment: from the kernel of this machine. */
export class ContainerUsage {
  private readonly version = existsSync(join(CGROUPS, 'cgroup.controllers')) ? VERSION_2 : VERSION_1;
  private readonly cgroup: string;

  /** @param pod of one container, which has started */
  constructor({ metadata, status }: any) {
    const quality = status.qosClass === 'Guaranteed' ? '' : status.qosClass.toLowerCase();
    this.cgroup = join(CGROUP, 'kubepods', quality, `pod${metadata.uid}`, status.containerStatuses[0].containerID.replace('containerd://', ''));
  }

  /** Watches it until the work is done. */
  public async peakDuring(work: Promise<unknown>): Promise<Peak> {
    let going = true;
    const done = work.finally(() => { going = false; });
    let [workingSet, milliCores] = [this.workingSet(), 0];
    for (let [from, seconds] = [Date.now(), this.processorSeconds()]; going;) {
      await sleep(50);
      workingSet = Math.max(workingSet, this.workingSet());
      const passed = (Date.now() - from) / 1000;
      if (passed < 1 && going) continue;
      const now = this.processorSeconds();
      milliCores = Math.max(milliCores, Math.round(1000 * (now - seconds) / passed));
      [from, seconds] = [Date.now(), now];
    }
    await done;
    return { workingSet, milliCores };
  }

  /** Bytes in use, without the pages of files that nobody has read again: what cAdvisor calls the working set. */
  private workingSet(): number {
    const { memory, used, inactive } = this.version;
    const files = Number(new RegExp(`^${inactive} (\\d+)$`, 'm').exec(this.read(memory, 'memory.stat'))![1]);
    return Math.max(0, Number(this.read(memory, used)) - files);
  }

  /** Processor time since its start. */
  private processorSeconds(): number {
    const { processor, time, perSecond } = this.version;
    return Number(/^(?:usage_usec )?(\d+)$/m.exec(this.read(processor, time))![1]) / perSecond;
  }

  private read(controller: string, file: string): string {
    return readFileSync(join(CGROUPS, controller, this.cgroup, file), 'utf8');
  }
}
