"""A connection to PostgreSQL through libpq, by ctypes: no driver to install, and the server's own SQLSTATEs."""
import ctypes
import ctypes.util
import glob
import pathlib

CONNECTION_OK = 0
EMPTY_QUERY, COMMAND_OK, TUPLES_OK, COPY_OUT, COPY_IN = 0, 1, 2, 3, 4
FATAL_ERROR = 7

DIAGNOSTIC_SQLSTATE = ord('C')
DIAGNOSTIC_MESSAGE = ord('M')

LOST_CONNECTION = '08006'


class ServerError(Exception):
    """What the server says when it refuses a statement."""

    def __init__(self, sqlstate, message):
        super().__init__(f'{message} (SQLSTATE {sqlstate})')
        self.sqlstate, self.message = sqlstate, message


def find_library(bin_folder=None):
    """The path of libpq, looked for where the linker would and beside the server; None when there is none."""
    found = ctypes.util.find_library('pq')
    if found:
        return found
    patterns = ['/usr/lib/*-linux-gnu/libpq.so.5', '/usr/lib64/libpq.so.5', '/usr/pgsql-*/lib/libpq.so.5']
    if bin_folder:
        patterns.append(str(pathlib.Path(bin_folder).parent / 'lib' / 'libpq.so.5'))
    return next((path for pattern in patterns for path in sorted(glob.glob(pattern))), None)


class Library:
    """The functions of libpq that are needed here, with their types."""

    def __init__(self, path):
        library = ctypes.CDLL(path)
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for name, result, arguments in (
                ('PQconnectdb', pointer, [text]),
                ('PQstatus', number, [pointer]),
                ('PQerrorMessage', text, [pointer]),
                ('PQfinish', None, [pointer]),
                ('PQsendQuery', number, [pointer, text]),
                ('PQgetResult', pointer, [pointer]),
                ('PQputCopyEnd', number, [pointer, text]),
                ('PQgetCopyData', number, [pointer, ctypes.POINTER(ctypes.c_void_p), number]),
                ('PQfreemem', None, [pointer]),
                ('PQresultStatus', number, [pointer]),
                ('PQresultErrorField', text, [pointer, number]),
                ('PQntuples', number, [pointer]),
                ('PQnfields', number, [pointer]),
                ('PQgetvalue', text, [pointer, number, number]),
                ('PQgetisnull', number, [pointer, number, number]),
                ('PQclear', None, [pointer]),
                ('PQsetNoticeProcessor', pointer, [pointer, pointer, pointer])):
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        # Notices would go to standard error.
        self.ignore_notice = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)(lambda *_: None)


class Connection:
    """A session. `run` says how a message fared, `rows` reads the answers of queries."""

    def __init__(self, library, socket_folder, database, user='postgres'):
        self.library = library
        self.handle = library.PQconnectdb(
            f"host='{socket_folder}' dbname='{database}' user='{user}' client_encoding=UTF8".encode())
        if library.PQstatus(self.handle) != CONNECTION_OK:
            message = library.PQerrorMessage(self.handle).decode('utf8', 'replace').strip()
            self.close()
            raise ServerError(LOST_CONNECTION, message)
        library.PQsetNoticeProcessor(self.handle, ctypes.cast(library.ignore_notice, ctypes.c_void_p), None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.handle:
            self.library.PQfinish(self.handle)
            self.handle = None

    def run(self, sql):
        """Sends one message, perhaps of several statements. -> None, or the first error."""
        _, error = self._send(sql, keep_rows=False)
        return error

    def rows(self, sql):
        """Sends one message of queries. -> the rows of each; raises the error, if any."""
        answers, error = self._send(sql, keep_rows=True)
        if error:
            raise error
        return answers

    def _send(self, sql, keep_rows):
        answers, error = [], None
        if not self.library.PQsendQuery(self.handle, sql.encode('utf8', 'surrogateescape').replace(b'\0', b'')):
            return answers, self._connection_error()
        while result := self.library.PQgetResult(self.handle):
            status = self.library.PQresultStatus(result)
            if status == FATAL_ERROR:
                error = error or self._result_error(result)
            elif status == COPY_IN:
                self.library.PQputCopyEnd(self.handle, b'there is no data here')
            elif status == COPY_OUT:
                self._skip_copy_data()
            elif status == TUPLES_OK and keep_rows:
                answers.append(self._rows_of(result))
            self.library.PQclear(result)
        return answers, error

    def _connection_error(self):
        return ServerError(LOST_CONNECTION, self.library.PQerrorMessage(self.handle).decode('utf8', 'replace').strip())

    def _result_error(self, result):
        sqlstate = self.library.PQresultErrorField(result, DIAGNOSTIC_SQLSTATE)
        if sqlstate is None:
            return self._connection_error()
        message = self.library.PQresultErrorField(result, DIAGNOSTIC_MESSAGE) or b''
        return ServerError(sqlstate.decode(), message.decode('utf8', 'replace'))

    def _skip_copy_data(self):
        line = ctypes.c_void_p()
        while self.library.PQgetCopyData(self.handle, ctypes.byref(line), 0) > 0:
            self.library.PQfreemem(line)

    def _rows_of(self, result):
        library = self.library
        columns = range(library.PQnfields(result))
        return [[None if library.PQgetisnull(result, row, column)
                 else library.PQgetvalue(result, row, column).decode('utf8', 'surrogateescape') for column in columns]
                for row in range(library.PQntuples(result))]
