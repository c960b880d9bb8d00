#!/usr/bin/env python3
"""scripts/bench serve: frames a second and how long one takes, with many connections, in one run on one machine:
sansfilm alone, sansfilm behind nginx, nginx with files of the same bytes, Orthanc's WADO-RS frames. HTTP/1.1 with
kept connections, over TLS, only Orthanc without: that of Debian 12 ends with a fault at the first TLS request. The load
is h2load's. Prints a table and writes JSON; a figure is no failure.

A frame is the whole picture: of sansfilm GET /stream/v1/<content>/<frame>/<recipe> (all chunks), of Orthanc
.../frames/1 as it stores it.

Last, how much readers are slowed while the server derives what has just been imported: the same load with an empty and
with a full queue, in turns."""
import argparse, hashlib, json, os, pathlib, re, shutil, ssl, statistics, subprocess, sys, tempfile, time, urllib.error, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / 'build/native-release/backend/app/sansfilm'
UNCHECKED = ssl._create_unverified_context()
GOALS = {'orthanc': 8.0, 'nginx': 0.9, 'p99': 2.0, 'slowed': 0.1}
QUEUED_SLICES = 250   # more than are derived while a turn lasts


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def wait_for(url, tries=200):
    for _ in range(tries):
        try:
            urllib.request.urlopen(url, context=UNCHECKED, timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f'bench serve: {url} does not answer')


class Processes:
    def __init__(self):
        self.running = []

    def start(self, command, log):
        process = subprocess.Popen(command, stdout=open(log, 'w'), stderr=subprocess.STDOUT, cwd=ROOT)
        self.running.append(process)
        return process

    def stop(self):
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def load(urls, header, connections, seconds, folder):
    """One turn: frames a second, median and 99th percentile in ms, what was not 200."""
    list_file, log_file = folder / 'urls', folder / 'h2load.log'
    list_file.write_text('\n'.join(urls) + '\n')
    log_file.unlink(missing_ok=True)
    command = ['h2load', '--h1', '-t', '1', '-c', str(connections), '-D', str(seconds), '--warm-up-time=1', '-i', str(list_file),
               f'--log-file={log_file}']
    for line in header:
        command += ['-H', line]
    text = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 10 + 120).stdout
    rate = re.search(r'finished in [^,]+, ([0-9.]+) req/s', text)
    lines = [line.split('\t') for line in log_file.read_text().splitlines()] if log_file.exists() else []
    took = sorted(int(line[2]) / 1000 for line in lines if line[1] == '200')
    if not rate or not took:
        return {'per_second': 0.0, 'p50_ms': None, 'p99_ms': None, 'failed': len(lines)}
    return {'per_second': float(rate[1]), 'p50_ms': took[len(took) // 2], 'p99_ms': took[min(len(took) - 1, len(took) * 99 // 100)],
            'failed': sum(1 for line in lines if line[1] != '200')}


def median_of(turns):
    return {key: (statistics.median(values) if (values := [t[key] for t in turns if t[key] is not None]) else None) for key in turns[0]}


def sign_in(base):
    request = urllib.request.Request(base + '/api/v1/session', data=json.dumps({'identifier': 'bench', 'password': 'a password for the bench'}).encode(),
                                     headers={'Content-Type': 'application/json'})
    answer = urllib.request.urlopen(request, context=UNCHECKED)
    return answer.headers['Set-Cookie'].split(';')[0]


def all_derived(base, cookie):
    request = urllib.request.Request(base + '/api/v1/studies?limit=100', headers={'Cookie': cookie})
    return all(study['derived'] for study in json.loads(urllib.request.urlopen(request, context=UNCHECKED, timeout=30).read())['studies'])


def wait_derived(base, cookie):
    while not all_derived(base, cookie):
        time.sleep(0.2)


def reads_while_deriving(run, base, cookie, data, urls, header, options, folder):
    """Medians of the same load with an empty and with a full queue, for one reader and for eight."""
    results = {}
    for connections in (1, 8):
        empty, full = [], []
        for turn in range(options.turns):
            wait_derived(base, cookie)
            empty.append(load(urls, header, connections, options.seconds, folder))
            made = folder / 'queued'
            run('phantom', '--out', made, '--seed', 1000 * connections + turn, '--kind', 'ct', '--slices', QUEUED_SLICES)
            run('import', '--data', data, made)
            shutil.rmtree(made)
            one = load(urls, header, connections, options.seconds, folder)
            if all_derived(base, cookie):
                print(f'  a turn left out: everything was derived before it ended ({connections} connections)')
                continue
            full.append(one)
        if full:
            results[connections] = {'queue empty': median_of(empty), 'while deriving': median_of(full)}
    return results


def start_orthanc(processes, folder, files):
    config = {'StorageDirectory': str(folder / 'orthanc'), 'IndexDirectory': str(folder / 'orthanc'), 'HttpPort': free_port(), 'DicomServerEnabled': False,
              'AuthenticationEnabled': False, 'KeepAlive': True, 'HttpThreadsCount': 50,
              'Plugins': ['/usr/share/orthanc/plugins'], 'DicomWeb': {'Enable': True}}
    (folder / 'orthanc').mkdir()
    (folder / 'orthanc.json').write_text(json.dumps(config))
    program = shutil.which('Orthanc') or '/usr/sbin/Orthanc'
    if not os.path.exists(program):
        return None
    processes.start([program, str(folder / 'orthanc.json')], folder / 'orthanc.log')
    base = f"http://127.0.0.1:{config['HttpPort']}"
    wait_for(base + '/system')
    for file in files:
        urllib.request.urlopen(urllib.request.Request(base + '/instances', data=file.read_bytes(), method='POST'))
    found = json.loads(urllib.request.urlopen(base + '/dicom-web/instances?limit=10000').read())
    value = lambda one, tag: one[tag]['Value'][0]
    return [f"{base}/dicom-web/studies/{value(one, '0020000D')}/series/{value(one, '0020000E')}/instances/{value(one, '00080018')}/frames/1" for one in found]


def main():
    parser = argparse.ArgumentParser(prog='scripts/bench serve', description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--slices', type=int, default=64)
    parser.add_argument('--turns', type=int, default=5)
    parser.add_argument('--seconds', type=int, default=3, help='of each turn')
    parser.add_argument('--connections', default='8,64,256,1000')
    parser.add_argument('--json', default='build/bench/serve.json')
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f'bench serve: {PROGRAM} is not built: run scripts/build')
    folder = pathlib.Path(tempfile.mkdtemp(prefix='sansfilm-serve-'))
    processes = Processes()
    try:
        data = folder / 'data'
        run = lambda *words, **more: subprocess.run([PROGRAM, *map(str, words)], check=True, capture_output=True, text=True, **more)
        run('user', 'add', 'bench', '--name', 'Bench', '--role', 'radiologist', '--data', data, input='a password for the bench\n')
        run('phantom', '--out', folder / 'made', '--seed', 7, '--kind', 'ct', '--slices', options.slices)
        run('import', '--data', data, folder / 'made')
        files = sorted(path for path in (folder / 'made').rglob('*') if path.is_file())
        own, front = free_port(), free_port()
        processes.start([PROGRAM, 'serve', '--data', data, '--listen-port', str(own), '--listen-connections', '4096', '--log-level', 'error',
                         '--http-proxy-socket', folder / 'http.sock', '--http-accel', '/-/derived'], folder / 'serve.log')
        wait_for(f'https://127.0.0.1:{own}/api/v1/health')
        cookie = sign_in(f'https://127.0.0.1:{own}')
        paths = []
        (folder / 'static').mkdir()
        for number, file in enumerate(files):
            path = f'/stream/v1/{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}/0/L1'
            for turn in range(600):
                try:
                    request = urllib.request.Request(f'https://127.0.0.1:{own}{path}', headers={'Cookie': cookie})
                    (folder / 'static' / str(number)).write_bytes(urllib.request.urlopen(request, context=UNCHECKED, timeout=30).read())
                    break
                except urllib.error.HTTPError as error:
                    if error.code != 503:
                        raise
                    time.sleep(0.2)
            paths.append(path)
        (folder / 'extra').write_text(f'\n    location /static/ {{ alias {folder}/static/; }}')
        processes.start(['scripts/nginx-up', '--socket', folder / 'http.sock', '--data', data, '--port', str(front), '--run', folder / 'nginx',
                         '--extra', folder / 'extra'], folder / 'nginx.log')
        wait_for(f'https://127.0.0.1:{front}/api/v1/health')
        header = ['Cookie: ' + cookie]
        targets = {
            'sansfilm': ([f'https://127.0.0.1:{own}{path}' for path in paths], header),
            'sansfilm behind nginx': ([f'https://127.0.0.1:{front}{path}' for path in paths], header),
            'nginx, files': ([f'https://127.0.0.1:{front}/static/{number}' for number in range(len(paths))], []),
        }
        orthanc = start_orthanc(processes, folder, files)
        if orthanc:
            targets['Orthanc'] = (orthanc, ['Accept: multipart/related; type="application/octet-stream"'])
        sizes = [path.stat().st_size for path in (folder / 'static').iterdir()]
        print(f'machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(paths)} frames of {statistics.mean(sizes) / 1000:.0f} kB; '
              f'{options.turns} turns of {options.seconds} s, medians')
        results = {}
        for connections in map(int, options.connections.split(',')):
            turns = {name: [] for name in targets}
            for _ in range(options.turns):   # in turns, so that what else the machine does falls on all of them
                for name, (urls, more) in targets.items():
                    turns[name].append(load(urls, more, connections, options.seconds, folder))
            results[connections] = {name: median_of(all_turns) for name, all_turns in turns.items()}
            nginx, peer = results[connections]['nginx, files'], results[connections].get('Orthanc')
            print(f'\n{connections} connections      frames/s    p50 ms    p99 ms  of nginx  of Orthanc  p99 of nginx  failed')
            for name, one in results[connections].items():
                ratio = lambda a, b: f'{a / b:.2f}' if a and b else '-'
                shown = lambda value: f'{value:.1f}' if value is not None else '-'
                print(f"  {name:22}{one['per_second']:10.0f}{shown(one['p50_ms']):>10}{shown(one['p99_ms']):>10}{ratio(one['per_second'], nginx['per_second']):>10}"
                      f"{ratio(one['per_second'], peer and peer['per_second']):>12}{ratio(one['p99_ms'], nginx['p99_ms']):>14}{one['failed']:8.0f}", flush=True)
        print(f"\ngoals, behind nginx: {GOALS['orthanc']:.0f} times Orthanc, {GOALS['nginx']} of nginx, p99 at most {GOALS['p99']:.0f} times nginx's")
        base = f'https://127.0.0.1:{own}'
        slowed = reads_while_deriving(run, base, cookie, data, targets['sansfilm'][0], header, options, folder)
        print('\nreads while the server derives  frames/s    p50 ms    p99 ms   slowed by')
        for connections, both in slowed.items():
            for name, one in both.items():
                by = f"{both['queue empty']['per_second'] / one['per_second'] - 1:.0%}" if one is both['while deriving'] else ''
                print(f"  {connections} connection{'s' if connections > 1 else ' '}, {name:15}{one['per_second']:11.0f}{one['p50_ms']:10.1f}{one['p99_ms']:10.1f}{by:>12}")
        print(f"goal: slowed by at most {GOALS['slowed']:.0%}")
        where = ROOT / options.json
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(json.dumps({'goals': GOALS, 'cores': os.cpu_count(), 'frame_bytes': statistics.mean(sizes), 'turns': options.turns,
                                     'seconds': options.seconds, 'results': results, 'while_deriving': slowed}, indent=1) + '\n')
    finally:
        processes.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
