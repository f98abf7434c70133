//! A server on loopback that answers as a test says, and remembers what it was asked.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// A request. Names of headers are in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    /// How often this path was asked for before.
    pub(crate) before: usize,
}

impl Asked {
    /// The offset of `Range: bytes=…-`.
    pub(crate) fn range(&self) -> Option<usize> {
        self.headers.get("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }

    pub(crate) fn authorization(&self) -> Option<&str> {
        self.headers.get("authorization").map(String::as_str)
    }
}

/// How a body is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Play {
    Whole,
    /// The connection ends after so many bytes.
    Cut(usize),
    /// So many bytes, and then silence.
    Silence(usize),
    /// A byte each 50 ms.
    Drip,
    /// 10,000 bytes each 5 ms.
    Slow,
    /// In chunks, again and again, without an end.
    Endless,
}

pub(crate) struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
    play: Play,
}

impl Answer {
    pub(crate) fn new(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self { status, headers: String::new(), body: body.as_ref().to_vec(), play: Play::Whole }
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::new(307, "").with("Location", location)
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        let headers = format!("{}{name}: {value}\r\n", self.headers);
        Self { headers, ..self }
    }

    pub(crate) fn play(self, play: Play) -> Self {
        Self { play, ..self }
    }

    fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        let length = match self.play {
            Play::Endless => "Transfer-Encoding: chunked".to_owned(),
            _ => format!("Content-Length: {}", self.body.len()),
        };
        let (status, headers) = (self.status, &self.headers);
        write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\n{length}\r\n{headers}\r\n")?;
        match self.play {
            Play::Whole => stream.write_all(&self.body),
            Play::Cut(at) => stream.write_all(&self.body[..at]),
            Play::Silence(at) => {
                stream.write_all(&self.body[..at])?;
                // Until the other end has enough of it.
                stream.read(&mut [0; 1]).map(|_| ())
            }
            Play::Drip => self.send_slowly(stream, 1, Duration::from_millis(50)),
            Play::Slow => self.send_slowly(stream, 10_000, Duration::from_millis(5)),
            Play::Endless => loop {
                write!(stream, "{:x}\r\n", self.body.len())?;
                stream.write_all(&self.body)?;
                stream.write_all(b"\r\n")?;
            },
        }
    }

    fn send_slowly(&self, stream: &mut TcpStream, piece: usize, wait: Duration) -> io::Result<()> {
        self.body.chunks(piece).try_for_each(|bytes| {
            thread::sleep(wait);
            stream.write_all(bytes)
        })
    }
}

/// Runs until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    ended: Arc<AtomicBool>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            ended: Arc::default(),
        };
        let (asked, ended, answer) = (server.asked.clone(), server.ended.clone(), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let (asked, answer) = (asked.clone(), answer.clone());
                // One that goes away in the middle is what some tests are about.
                thread::spawn(move || serve(stream?, &asked, &*answer));
            }
        });
        server
    }

    /// `127.0.0.1:port`
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    all: &Mutex<Vec<Asked>>,
    answer: &dyn Fn(&Asked) -> Answer,
) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body)?;
    let asked = {
        let mut all = all.lock().unwrap();
        let before = all.iter().filter(|asked| asked.path == path).count();
        all.push(Asked { path, headers, body, before });
        all.last().unwrap().clone()
    };
    answer(&asked).send(&mut stream)
}
