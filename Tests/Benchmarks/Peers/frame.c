#include "frame.h"

#include <string.h>

enum { MOST_NAMES = 32 };

/// Bytes of a string that need a look: the quote, the backslash, control characters, UTF-8.
static const unsigned char special[256] = {
    [0 ... 31] = 1, ['"'] = 1, ['\\'] = 1, [128 ... 255] = 1};

static const char *skip_blanks(const char *at) {
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

static int hex_digits(const char *at) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'                  ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                          : -1;
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

/// Behind an escape, or NULL for none of JSON's; surrogates come in pairs.
static const char *skip_escape(const char *at) {
    if (strchr("\"\\/bfnrt", at[1]) != NULL && at[1] != 0) return at + 2;
    if (at[1] != 'u') return NULL;
    int unit = hex_digits(at + 2);
    if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000)) return NULL;
    if (unit < 0xd800 || unit >= 0xe000) return at + 6;
    if (at[6] != '\\' || at[7] != 'u') return NULL;
    unit = hex_digits(at + 8);
    return unit >= 0xdc00 && unit < 0xe000 ? at + 12 : NULL;
}

/// Behind one character of two to four bytes of UTF-8, or NULL.
static const char *skip_utf8(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    int count = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4) return NULL;
    for (int i = 1; i < count; i++)
        if ((at[i] & 0xc0) != 0x80) return NULL;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return NULL;
    return text + count;
}

/// Reads a string from its first quote on; behind its last one, or NULL. The line feed that ends
/// each line ends it, too: nothing here runs beyond one.
static const char *read_string(const char *at, struct frame_text *text) {
    if (*at++ != '"') return NULL;
    text->bytes = at;
    for (;;) {
        while (!special[(unsigned char)*at]) at++;
        if (*at == '"') break;
        if ((unsigned char)*at < 32) return NULL;
        at = *at == '\\' ? skip_escape(at) : skip_utf8(at);
        if (at == NULL) return NULL;
    }
    text->count = (size_t)(at - text->bytes);
    return at + 1;
}

/// Reads an integer of up to 53 bits; behind it, or NULL.
static const char *read_integer(const char *at, int64_t *value) {
    int is_negative = *at == '-';
    at += is_negative;
    if (*at < '0' || *at > '9' || (*at == '0' && at[1] >= '0' && at[1] <= '9')) return NULL;
    int64_t total = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        total = total * 10 + (*at - '0');
        if (total >= INT64_C(1) << 53) return NULL;
    }
    *value = is_negative ? -total : total;
    return at;
}

static int is_name(struct frame_text name, const char *text, size_t count) {
    return name.count == count && memcmp(name.bytes, text, count) == 0;
}

/// Whether a name is among those before it. One with an escape is nobody's here, and refused.
static int is_repeated(const struct frame_text *names, int count) {
    struct frame_text last = names[count];
    if (memchr(last.bytes, '\\', last.count) != NULL) return 1;
    for (int i = 0; i < count; i++)
        if (is_name(last, names[i].bytes, names[i].count)) return 1;
    return 0;
}

static int read_attributes(const char *at, const char *end, struct frame_event *event) {
    struct frame_text names[MOST_NAMES];
    at = skip_blanks(at);
    if (*at != '{') return -1;
    for (int count = 0;; count++) {
        if (count == MOST_NAMES) return -1;
        at = read_string(skip_blanks(at + 1), &names[count]);
        if (at == NULL || is_repeated(names, count)) return -1;
        at = skip_blanks(at);
        if (*at != ':') return -1;
        at = skip_blanks(at + 1);
        struct frame_text text = {NULL, 0};
        int64_t number = 0;
        at = *at == '"' ? read_string(at, &text) : read_integer(at, &number);
        if (at == NULL) return -1;
        if (is_name(names[count], "id", 2)) event->id = text;
        else if (is_name(names[count], "type", 4)) event->type = text;
        else if (is_name(names[count], "prevhash", 8)) event->prevhash = text;
        else if (is_name(names[count], "sequence", 8)) event->sequence = number;
        at = skip_blanks(at);
        if (*at == '}') break;
        if (*at != ',') return -1;
    }
    return skip_blanks(at + 1) == end ? 0 : -1;
}

/// Takes the next line; 0, or -1 if none is left.
static int next_line(struct frame_reader *reader, struct frame_text *line) {
    const char *feed = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    if (feed == NULL) return -1;
    *line = (struct frame_text){reader->at, (size_t)(feed - reader->at)};
    reader->at = feed + 1;
    return 0;
}

int frame_open(struct frame_reader *reader, const char *bytes, size_t count) {
    *reader = (struct frame_reader){bytes, bytes + count, {NULL, 0}};
    if (count == 0 || bytes[count - 1] != '\n') return -1;
    return next_line(reader, &reader->topic);
}

int frame_next(struct frame_reader *reader, struct frame_event *event) {
    struct frame_text line;
    if (reader->at == reader->end) return 0;
    *event = (struct frame_event){0};
    if (next_line(reader, &line) || next_line(reader, &event->data)) return -1;
    return read_attributes(line.bytes, line.bytes + line.count, event) ? -1 : 1;
}

size_t frame_size(const char *topic, const char *attributes, size_t data_bytes, int entries) {
    return strlen(topic) + 1 + (size_t)entries * (strlen(attributes) + data_bytes + 2);
}

static char *put_line(char *at, const char *bytes, size_t count) {
    memcpy(at, bytes, count);
    at[count] = '\n';
    return at + count + 1;
}

void frame_write(char *bytes, const char *topic, const char *attributes, const char *data,
                 size_t data_bytes, int entries) {
    size_t count = strlen(attributes);
    char *at = put_line(bytes, topic, strlen(topic));
    for (int i = 0; i < entries; i++)
        at = put_line(put_line(at, attributes, count), data, data_bytes);
}
