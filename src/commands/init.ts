// Asks for what is needed, writes a settings file and tries it: from an account at Twilio to a first code.

import { resolve } from 'node:path';
import { winningOver } from '../config/first-steps.ts';
import { gateSettings } from '../config/gate.ts';
import { readSettings } from '../config/read-settings.ts';
import { shellWord } from '../config/shell-word.ts';
import { userSettingsFile, userStateFile } from '../config/user-folders.ts';
import { namesOfWay, wayInEnvironment } from '../config/way-to-twilio.ts';
import { EXIT } from '../conversation/exit.ts';
import { explain } from '../core/outcome.ts';
import { writePhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import { inspectTwilio } from '../delivery/inspect.ts';
import { inAscii } from '../faces/prompt/words.ts';
import { wantsLines } from '../faces/terminal.ts';
import { type Answers, fileText, preview, textsOf } from '../init/file-text.ts';
import { type Interview, interview } from '../init/interview.ts';
import { GivenUp, type Questions } from '../init/questions.ts';
import { lookAt, writeSettings } from '../init/settings-place.ts';
import { whileStopped } from '../init/stopping.ts';
import type { Signal } from '../signals.ts';
import type { Context } from './context.ts';
import { refuse } from './reply.ts';

type Answered = Extract<Interview, { kind: 'answered' }>;
type TwilioWay = Exclude<Awaited<ReturnType<typeof wayInEnvironment>>, { problems: unknown }>;

/** What happens if it is left before the file is written. */
interface IfLeft {
  /** Aborted by a signal that ends the program. */
  readonly signal: AbortSignal;
  /** What is told then. */
  words: string;
}

const NOTHING_WRITTEN = 'nothing was written';
const SHOW_CURSOR = '\x1b[?25h';
/** Stands for a service that is not made yet. */
const TO_BE_MADE = `VA${'0'.repeat(32)}`;

/** Sets up a gate. @returns the exit status: the form's, if the settings were written */
export async function init({ config }: { readonly config: string | undefined }, context: Context): Promise<number> {
  const { env, tell } = context;
  let path: string | undefined;
  try {
    path = config === undefined ? userSettingsFile(env) : resolve(config);
  } catch {
    return misconfigured(context, `--config ${shellWord(config ?? '')}: the current directory is gone`);
  }
  if (path === undefined) return misconfigured(context, 'you have no home directory: name the file with --config FILE');
  const shown = shellWord(path);
  const winning = winningOver(env);
  if (winning.length > 0) {
    const names = winning.join(' and ');
    return misconfigured(context, `unset ${names} first: what the environment sets wins over a settings file`);
  }
  const way = await wayInEnvironment(env);
  if ('problems' in way) return misconfigured(context, ...way.problems);
  const place = lookAt(path);
  if ('problem' in place) return misconfigured(context, `${shown}: ${place.problem}`);

  const written = await withQuestions(context, async (questions, ifLeft) => {
    questions.say(
      `This sets up otp-tui with your Twilio account (a free one: www.twilio.com/try-twilio) and writes ${shown} at the ` +
        'end. Until then Esc or Ctrl-C leaves everything as it is.',
    );
    const others = namesOfWay(env);
    if (others.length > 0) {
      questions.say(`Not written, and so needed in the environment from now on: ${others.join(', ')}`);
    }
    const storeFile = userStateFile(env);
    const connect = (credentials: { accountSid: string; authToken: string }) =>
      inspectTwilio({ ...way, ...credentials }, context.clock);
    const asked = await interview(questions, { connect, storeFile });
    if (asked.kind === 'refused') return stop(tell, asked.line);
    return write(questions, asked, { path, isTaken: place.isTaken, way, ifLeft }, context);
  });
  if (written !== EXIT.verified) return written;

  tell(`wrote ${shown}`);
  const { verify } = await import('./verify.ts');
  const gate = {
    verb: 'verify',
    flags: {},
    config: path,
    stay: false,
    plain: false,
    verbose: false,
    command: [],
  } as const;
  const status = await verify(gate, context);
  const named = config === undefined ? '' : ` --config ${shown}`;
  const usual = `otp-tui${named}`;
  if (status === EXIT.verified)
    tell(`all set: ${usual} asks for a code, ${usual} -- COMMAND runs a command only after a correct one`);
  else tell(`the settings are in ${shown}; otp-tui doctor${named} checks them`);
  return status;
}

/** @returns 0 if the file was written */
async function write(
  questions: Questions,
  { answers, inspector, newService }: Answered,
  {
    path,
    isTaken,
    way,
    ifLeft,
  }: { readonly path: string; readonly isTaken: boolean; readonly way: TwilioWay; readonly ifLeft: IfLeft },
  context: Context,
): Promise<number> {
  const { env, tell } = context;
  const shown = shellWord(path);
  const whole: Answers = newService === undefined ? answers : { ...answers, verifyServiceSid: TO_BE_MADE };
  const settings = gateSettings(readSettings({ flags: {}, env, file: textsOf(whole), path }), env, { ca: way.ca });
  if ('problems' in settings) {
    tell(NOTHING_WRITTEN);
    return misconfigured(context, ...settings.problems);
  }
  const made =
    newService === undefined
      ? []
      : [`TWILIO_VERIFY_SERVICE_SID=(of the new service ${newService}, which is made first)`];
  questions.show(`To be written to ${shown}`, [...preview(answers), ...made]);
  const then = `and send a first code to ${writePhoneNumber(settings.recipient)}?`;
  const agreed = isTaken
    ? await questions.confirm(`${shown} is there already. Write over it, ${then}`, false)
    : await questions.confirm(`Write it, ${then}`, true);
  if (!agreed) throw new GivenUp(false);
  if (newService !== undefined) {
    questions.say('Making the Verify service…');
    ifLeft.words = `${NOTHING_WRITTEN}; Twilio may have made the Verify service ${newService}`;
    const answer = await inspector.makeVerifyService(newService);
    if (answer.kind !== 'answered') {
      const isMade =
        answer.kind === 'refused'
          ? 'the Verify service was not made'
          : 'whether the Verify service was made is not known';
      return stop(tell, `${isMade}: ${plainText(explain(answer.problem))}`);
    }
    ifLeft.words = `${NOTHING_WRITTEN}; Twilio has made the Verify service ${newService} (${answer.result})`;
    whole.verifyServiceSid = answer.result;
  }
  // A signal came while Twilio was asked.
  if (ifLeft.signal.aborted) throw new GivenUp(false);
  const problem = writeSettings(path, fileText(whole), isTaken);
  return problem === undefined ? EXIT.verified : misconfigured(context, `${shown}: ${problem}; ${ifLeft.words}`);
}

/** Runs with questions on the terminal, until they are answered, given up or ended by a signal. */
async function withQuestions(
  { env, openTerminal, takeSignals, tell }: Context,
  run: (questions: Questions, ifLeft: IfLeft) => Promise<number>,
): Promise<number> {
  const terminal = openTerminal();
  if (!terminal) {
    tell(
      'init asks at a terminal, and there is none: over ssh, ssh -t gives one; or write the settings file yourself, as ' +
        '.env.example explains',
    );
    return EXIT.usage;
  }
  const ending = new AbortController();
  const ifLeft: IfLeft = { signal: ending.signal, words: NOTHING_WRITTEN };
  let release = () => {};
  let takeNoStops = () => {};
  const ended = new Promise<Signal>((resolve) => {
    release = takeSignals(resolve);
  }).then(({ number }) => {
    ending.abort();
    tell(ifLeft.words);
    return EXIT.signalled + number;
  });
  const { input, output, console } = terminal;
  try {
    const givenUp = (isInterrupt: boolean) => new GivenUp(isInterrupt);
    const place = { input, output, givenUp, signal: ending.signal };
    const write = (text: string) => output.write(console.unicode ? text : inAscii(text));
    // What clack draws takes UTF-8.
    const inLines = wantsLines(env) || !console.unicode;
    const questions = inLines
      ? (await import('../init/lines.ts')).lineQuestions(place, write)
      : (await import('../init/clack.ts')).clackQuestions(place);
    takeNoStops = whileStopped(input, () => !inLines && output.write(SHOW_CURSOR));
    const asking = run(questions, ifLeft);
    return await Promise.race([asking, ended]);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    if (ending.signal.aborted) return await ended;
    tell(ifLeft.words);
    return error.isInterrupt ? EXIT.interrupted : EXIT.notVerified;
  } finally {
    release();
    takeNoStops();
    terminal.close();
  }
}

/** Twilio will not do it. */
function stop(tell: Context['tell'], line: string): number {
  tell(`${line} (${NOTHING_WRITTEN})`);
  return EXIT.notSent;
}

function misconfigured(context: Context, ...problems: readonly string[]): Promise<number> {
  return refuse('misconfigured', problems, context, false);
}
