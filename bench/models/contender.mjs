/** A contender in a process of its own, which answers questions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export class Contender {
  #process;
  #lines;
  #complaints = '';

  /**
   * Starts a process that loads a network and runs it once.
   *
   * @param script a file of contenders/
   * @param configuration what the script gets: the network, where its files are, how many threads it may use
   * @param environment variables of its process
   * @param python the interpreter for scripts in Python
   * @returns a contender with `engine`, its name and version, and `load`, the time of all that in ms
   */
  static async start(script, configuration, { environment, python }) {
    const start = performance.now();
    const contender = new Contender(script, configuration, { environment, python });
    const { engine } = await contender.#answer();
    return Object.assign(contender, { engine, load: performance.now() - start });
  }

  constructor(script, configuration, { environment, python }) {
    const path = fileURLToPath(new URL(`contenders/${script}`, import.meta.url));
    const command = extname(script) === '.py' ? [python] : [process.execPath, '--expose-gc'];
    this.#process = spawn(command[0], [...command.slice(1), path, JSON.stringify(configuration)], {
      env: { ...process.env, ...environment },
    });
    this.#process.stderr.on('data', (text) => {
      this.#complaints += text;
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Asks one of the questions that contenders/serve.mjs lists. */
  async ask(question) {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    return this.#answer();
  }

  async #answer() {
    // Engines may print lines of their own.
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`${this.#process.spawnargs.join(' ')} ended:\n${this.#complaints}`);
      if (value.startsWith('{')) return JSON.parse(value);
    }
  }

  async stop() {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, 'exit');
  }
}
