using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Store;

/// <summary>Runs SQL with positional parameters (<c>?1</c>, <c>?2</c>…); a connection parses each text once.</summary>
public static class Statements
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Prepared = [];

    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> arguments) =>
        Bind(connection, sql, arguments).ExecuteNonQuery();

    /// <returns>All rows; the statement is free again when this returns.</returns>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(connection, sql, arguments).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <returns>The first column of the first row as it is stored; null if there is no row or it holds NULL.</returns>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> arguments) =>
        Bind(connection, sql, arguments).ExecuteScalar() is { } value and not DBNull ? value : null;

    public static string? StringOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? LongOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static SqliteCommand Bind(SqliteConnection connection, string sql, ReadOnlySpan<object?> arguments)
    {
        var commands = Prepared.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            commands.Add(sql, command);
        }

        for (var i = command.Parameters.Count; i < arguments.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter($"?{i + 1}", SqliteType.Text));
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = command.Parameters[i];
            parameter.Value = arguments[i] ?? DBNull.Value;
            parameter.SqliteType = arguments[i] switch
            {
                long or int or bool => SqliteType.Integer,
                byte[] => SqliteType.Blob,
                double => SqliteType.Real,
                _ => SqliteType.Text,
            };
        }

        return command;
    }
}
