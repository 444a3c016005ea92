import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { TreeJudge } from './tree-judge';
import { setJudge } from '../manifest/judge';

/**
 * Has the rules judge the tree of a stock `App`, as soon as the first of this library's objects is made in it.
 *
 * The app gets a class of its own, below the one it has, because jsii calls the methods of an object's class and passes over what the
 * object itself has under the same name.
 */
export function judgeStockApp(root: IConstruct): void {
  if (TreeJudge.isKnownTo(root)) {
    return;
  }
  const judge = TreeJudge.of(root);
  if (root instanceof App) {
    const Base = Object.getPrototypeOf(root).constructor as typeof App;
    const JudgedApp = class extends Base {
      public synth(): void {
        judge.once(() => super.synth());
      }

      public synthYaml(): string {
        return judge.once(() => super.synthYaml());
      }
    };
    // errors of constructs name it
    Object.defineProperty(JudgedApp, 'name', { value: Base.name });
    Object.setPrototypeOf(root, JudgedApp.prototype);
  }
}

setJudge(judgeStockApp);
