// An ECG or another waveform on millimetre paper: 25 mm a second and 10 mm a millivolt unless the reader asks otherwise.
import { useId, useMemo, useState } from 'preact/hooks';
import { localeOf } from '../i18n/i18n';
import { useSettings } from '../shell/settings';
import type { Channel, DocumentModel, WaveformGroup } from './model';
import { kPxPerMm, millivolts, rangeOf, tracePath } from './trace';

const kSpeeds = [12.5, 25, 50] as const;
const kGains = [5, 10, 20] as const;
const kZooms = [0.5, 0.75, 1, 1.5, 2, 3] as const;
const kMarginMm = 3;
const kLeastMm = 18;
const kOtherMm = 25;     // height of a trace that is no voltage
const kLabelMm = 14;
const kMostPx = 30_000;  // wider than this no browser draws well

interface Scale { readonly speed: number; readonly gain: number; readonly zoom: number }

function Trace({ channel, group, scale, grid }: { channel: Channel; group: WaveformGroup; scale: Scale; grid: string }) {
  const { t, language } = useSettings();
  const px = kPxPerMm * scale.zoom;
  const { low, high } = useMemo(() => rangeOf(channel), [channel]);
  const unit = millivolts(channel.units);
  const span = Math.max(1e-12, high - low);
  // Millimetres a unit: by the gain for a voltage, else the trace fills its strip.
  const mmPerUnit = unit === undefined ? (kOtherMm - 2 * kMarginMm) / span : unit * scale.gain;
  const top = (unit === undefined ? high : Math.max(high, 0)) * mmPerUnit;
  const bottom = (unit === undefined ? low : Math.min(low, 0)) * mmPerUnit;
  // Whole squares of 5 mm, so that the grids of the strips meet.
  const leastMm = unit === undefined ? kLeastMm : Math.max(kLeastMm, scale.gain + 2);
  const heightMm = 5 * Math.ceil(Math.max(leastMm, top - bottom + 2 * kMarginMm) / 5);
  const zeroMm = (heightMm + top + bottom) / 2;
  const seconds = group.samples / group.frequency;
  const width = Math.min(kMostPx, seconds * scale.speed * px);
  const path = useMemo(() => tracePath(channel, (scale.speed * px) / group.frequency, mmPerUnit * px, zeroMm * px), [channel, scale, zeroMm, mmPerUnit]);
  const format = new Intl.NumberFormat(localeOf(language), { maximumSignificantDigits: 3 });
  const units = channel.units || t('document.no_units');
  const said = t('document.trace', { lead: channel.label, seconds: format.format(seconds), low: format.format(low), high: format.format(high), units });
  const labelPx = kLabelMm * px;
  const height = heightMm * px;
  // The calibration mark: 1 mV high, 4 mm wide; on the line of 0 mV where it has room there.
  const markMm = Math.max(zeroMm, scale.gain + 1);
  const mark = unit === undefined ? '' : `M${1.5 * px} ${markMm * px}h${1.5 * px}v${-scale.gain * px}h${4 * px}v${scale.gain * px}h${1.5 * px}`;
  return (
    <svg class="trace" width={Math.round(width + labelPx)} height={Math.round(height)} role="img" aria-label={said}>
      <rect width="100%" height="100%" fill={`url(#${grid})`} />
      {mark !== '' && <path class="trace-mark" d={mark} />}
      <svg x={labelPx} width={width} height={height} overflow="hidden"><path class="trace-line" d={path} /></svg>
      <text class="trace-label" x={labelPx} y={4.5 * Math.max(px, 3)}>{channel.label}</text>
      {unit === undefined && <text class="trace-units" x={labelPx} y={height - 1.5 * px}>{`${format.format(low)}…${format.format(high)} ${units}`}</text>}
    </svg>
  );
}

function Paper({ id, zoom }: { id: string; zoom: number }) {
  const px = kPxPerMm * zoom;
  const lines = [1, 2, 3, 4].map((mm) => `M${mm * px} 0V${5 * px}M0 ${mm * px}H${5 * px}`).join('');
  return (
    <svg class="hidden" aria-hidden="true">
      <defs>
        <pattern id={id} width={5 * px} height={5 * px} patternUnits="userSpaceOnUse">
          <rect class="paper" width={5 * px} height={5 * px} />
          <path class="paper-fine" d={lines} />
          <path class="paper-bold" d={`M0 0H${5 * px}M0 0V${5 * px}`} />
        </pattern>
      </defs>
    </svg>
  );
}

function Choice<T extends number>({ label, values, value, show, onChange }: { label: string; values: readonly T[]; value: T; show: (value: T) => string; onChange: (value: T) => void }) {
  return (
    <label class="trace-choice">
      <span class="hidden">{label}</span>
      <select value={String(value)} title={label} onChange={(event) => onChange(values.find((v) => String(v) === event.currentTarget.value) ?? value)}>
        {values.map((v) => <option key={v} value={String(v)}>{show(v)}</option>)}
      </select>
    </label>
  );
}

export function Waveform({ waveform }: { waveform: NonNullable<DocumentModel['waveform']> }) {
  const { t, language } = useSettings();
  const [speed, setSpeed] = useState<(typeof kSpeeds)[number]>(25);
  const [gain, setGain] = useState<(typeof kGains)[number]>(10);
  const [zoom, setZoom] = useState<(typeof kZooms)[number]>(1);
  const grid = `paper-${useId().replace(/[^A-Za-z0-9]/g, '')}`;
  const format = new Intl.NumberFormat(localeOf(language));
  const scale = useMemo(() => ({ speed, gain, zoom }), [speed, gain, zoom]);
  return (
    <div class="waveform">
      {waveform.notes.length > 0 && (
        <dl class="facts">{waveform.notes.map((note, index) => <div key={index}><dt>{note.name}</dt><dd>{note.value}</dd></div>)}</dl>
      )}
      <div class="trace-choices">
        <Choice label={t('document.speed')} values={kSpeeds} value={speed} show={(v) => `${format.format(v)} mm/s`} onChange={setSpeed} />
        <Choice label={t('document.gain')} values={kGains} value={gain} show={(v) => `${format.format(v)} mm/mV`} onChange={setGain} />
        <Choice label={t('document.zoom')} values={kZooms} value={zoom} show={(v) => `${v * 100} %`} onChange={setZoom} />
      </div>
      <Paper id={grid} zoom={zoom} />
      {waveform.groups.map((group, index) => (
        <section key={index} class="trace-group">
          <h3>{group.label || t('document.traces', { number: index + 1 })} <small class="faint">{t('document.trace_facts', { leads: group.channels.length, hertz: format.format(group.frequency) })}</small></h3>
          {group.frequency > 0 && (
            <div class="trace-scroll" tabIndex={0} role="group" aria-label={group.label || t('document.traces', { number: index + 1 })}>
              {group.channels.map((channel, place) => <Trace key={place} channel={channel} group={group} scale={scale} grid={grid} />)}
            </div>
          )}
        </section>
      ))}
      <p class="faint small">{t('document.paper')}</p>
    </div>
  );
}
